'use client'
import { useFormFields, useRowLabel } from '@payloadcms/ui'

import type { FlagType } from '../rules.ts'
import { audienceText, type RuleInForm, valueText } from '../ruleWords.ts'
import './flags.css'

/** A rule in words, as the heading of its row. */
export const RuleLabel = () => {
  const { data, rowNumber = 0 } = useRowLabel<RuleInForm>()
  const type = useFormFields(([fields]) => fields.type?.value as FlagType | undefined) ?? 'boolean'
  const who = audienceText(data)
  return (
    <span className="flag-rule">
      <span className="flag-rule__number">{rowNumber + 1}.</span>
      {`${who.charAt(0).toUpperCase()}${who.slice(1)} → `}
      <strong>{valueText(type, data.value)}</strong>
    </span>
  )
}
