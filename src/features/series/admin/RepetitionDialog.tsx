import { ConfirmationModal, toast } from '@payloadcms/ui'
import { useRouter } from 'next/navigation.js'
import { useState } from 'react'

import type { Event } from '../../../payload-types.ts'
import { errorOf } from '../../../panel/restErrors.ts'
import { type RuleChoice, ruleOf } from '../ruleChoice.ts'
import { PreviewedEvents } from './PreviewedEvents.tsx'
import { RepetitionForm } from './RepetitionForm.tsx'
import { usePreview } from './usePreview.ts'

interface Props {
  slug: string
  event: Pick<Event, 'id' | 'timezone'>
  /** The day of the event in its zone, such as `2031-05-03`. */
  day: string
  first: RuleChoice
  /** Another rule of a series, or a new series. */
  method: 'POST' | 'PATCH'
  /** Called when the events are made. */
  changed?: () => void
  /** Whether the form is open; only then the days are looked up. */
  isOpen: boolean
  intro: string
}

async function send(path: string, method: string, rrule: string): Promise<string | undefined> {
  const response = await fetch(path, {
    method,
    credentials: 'include',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ rrule }),
  })
  return response.ok ? undefined : errorOf(response)
}

/** Asks how an event repeats, shows its days meanwhile, and makes the events. */
export const RepetitionDialog = (props: Props) => {
  const { slug, event, day, first, method, changed, isOpen, intro } = props
  const router = useRouter()
  const [choice, setChoice] = useState(first)
  const rrule = ruleOf(choice, day)
  const preview = usePreview(event.id, isOpen ? rrule : undefined)
  const confirm = async () => {
    const problem = await send(`/api/events/${event.id}/repeat`, method, rrule).catch(
      () => "Can't reach the server. Nothing was changed.",
    )
    if (problem !== undefined) return void toast.error(problem)
    toast.success(method === 'POST' ? 'The event repeats now' : 'The series repeats as you chose')
    router.refresh()
    changed?.()
  }
  return (
    <ConfirmationModal
      modalSlug={slug}
      heading={method === 'POST' ? 'Repeat this event' : 'Change how the series repeats'}
      body={
        <div className="repetition">
          <span>{intro}</span>
          <RepetitionForm
            choice={choice}
            change={(changed) => setChoice({ ...choice, ...changed })}
          />
          <PreviewedEvents preview={preview} zone={event.timezone} />
        </div>
      }
      confirmLabel={method === 'POST' ? 'Make the events' : 'Change the series'}
      confirmingLabel="Making the events"
      onConfirm={confirm}
    />
  )
}
