'use client'
import { FieldLabel, Link, useDocumentInfo, useFormFields } from '@payloadcms/ui'

import { StatusPill } from '../../../panel/elements/StatusPill.tsx'
import { type State, states } from './states.ts'
import { TestButton } from './TestButton.tsx'
import './webhooks.css'

/** Whether an endpoint works, with a way to try it. Nothing while the endpoint is new. */
export const StateField = () => {
  const id = Number(useDocumentInfo().id)
  const state = useFormFields(([fields]) => fields.state?.value as State | undefined)
  if (!id || !state) return null
  const { label, meaning } = states[state]
  return (
    <div className="field-type webhook-aside">
      <FieldLabel label="State" as="span" />
      <p className="webhook-aside__text">
        <StatusPill status={state} label={label} />
      </p>
      <p className="webhook-aside__text">{meaning}</p>
      <p className="webhook-aside__text">
        <Link href={`/admin/collections/webhooks/${id}/deliveries`}>See its deliveries</Link>
      </p>
      <TestButton id={id} />
    </div>
  )
}
