'use client'
import { FieldLabel, useFormFields } from '@payloadcms/ui'

import { StatusPill } from '../../../panel/elements/StatusPill.tsx'
import { type FlagState, type FlagUse, stateLabels, useLabels } from '../describeFlag.ts'
import './flags.css'

const meanings: Record<FlagState, string> = {
  default: 'Everybody gets the default.',
  rules: 'The first rule that applies decides.',
  waiting: 'Everybody gets the default until the rules begin.',
  ended: 'The rules have ended. Everybody gets the default.',
  killed: 'Everybody gets the off value.',
}

const uses: Record<FlagUse, string> = {
  platform: 'The platform reads it.',
  apps: 'Apps read it.',
  'platform and apps': 'The platform and apps read it.',
  nobody: 'Nobody reads it: it is not for apps, and not in the code of this version.',
}

/** What the saved flag does now, and who reads it. */
export const StateField = () => {
  const state = useFormFields(([fields]) => fields.state?.value as FlagState | undefined)
  const use = useFormFields(([fields]) => fields.usedBy?.value as FlagUse | undefined)
  if (!state || !use || !(use in useLabels)) return null
  return (
    <div className="field-type flag-state">
      <FieldLabel label="Now" as="span" />
      <p>
        <StatusPill status={state} label={stateLabels[state]} />
      </p>
      <p>{meanings[state]}</p>
      <p>{uses[use]}</p>
    </div>
  )
}
