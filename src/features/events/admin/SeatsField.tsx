'use client'
import { FieldLabel, useDocumentInfo, useFormFields } from '@payloadcms/ui'

import type { Event } from '../../../payload-types.ts'
import { fillOf } from '../../../panel/elements/fillOf.ts'
import { LiveFillBar } from '../../../panel/elements/live/LiveFillBar.tsx'
import './seatsField.css'

const count = (value: unknown) => (typeof value === 'number' ? value : 0)

/** How full the event is, in the sidebar of its form. Nothing while the event is new. */
export const SeatsField = () => {
  const { id } = useDocumentInfo()
  const fill = useFormFields(([fields]) =>
    fillOf({
      maxParticipants: count(fields.maxParticipants?.initialValue),
      registeredCount: count(fields.registeredCount?.value),
      waitlistCount: count(fields.waitlistCount?.value),
    } satisfies Partial<Event>),
  )
  if (!id) return null
  return (
    <div className="field-type seats-field">
      <FieldLabel label="Seats taken" as="span" />
      <LiveFillBar eventId={Number(id)} fill={fill} />
    </div>
  )
}
