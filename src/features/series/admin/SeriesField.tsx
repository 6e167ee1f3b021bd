'use client'
import { FieldLabel, Link, useDocumentInfo, useModal } from '@payloadcms/ui'

import type { Event } from '../../../payload-types.ts'
import { shortMomentInZone } from '../../../panel/formatInZone.ts'
import { choiceOf, firstChoice, type RuleChoice } from '../ruleChoice.ts'
import { dayInZone } from './dayInZone.ts'
import { RepetitionDialog } from './RepetitionDialog.tsx'
import { type SeriesOfEvent, useSeries } from './useSeries.ts'
import './seriesField.css'

const dialog = 'change-repetition'

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

const pathOf = (id: number) => `/admin/collections/events/${id}`

const listPath = (series: number) =>
  `/admin/collections/events?${new URLSearchParams({
    'where[or][0][and][0][series][equals]': String(series),
    sort: 'startDate',
  })}`

/** The choice with which the form begins: the rule as it goes on from this event. */
function choiceFrom({ position, series, total }: SeriesOfEvent, day: string): RuleChoice {
  const choice = choiceOf(series.rrule, day) ?? firstChoice(day)
  return choice.ends === 'after' ? { ...choice, count: Math.max(1, total - position + 1) } : choice
}

const Neighbours = ({ next, previous }: SeriesOfEvent) => (
  <nav className="series-field__line" aria-label="Events of the series">
    {previous && (
      <Link href={pathOf(previous.id)}>
        ← {shortMomentInZone(previous.startDate, previous.timezone)}
      </Link>
    )}
    {next && (
      <Link href={pathOf(next.id)}>{shortMomentInZone(next.startDate, next.timezone)} →</Link>
    )}
  </nav>
)

/** The series of an event, in the sidebar of its form. Nothing for a single event. */
export const SeriesField = () => {
  const { id, data } = useDocumentInfo()
  const event = data as Event | undefined
  const { read, readAgain } = useSeries(event)
  const { isModalOpen, openModal } = useModal()
  if (!id || !event?.series) return null
  if (!read) return <div className="series-field" role="status" />
  const { position, series, total } = read
  const day = dayInZone(event.startDate, event.timezone)
  return (
    <section className="field-type series-field" aria-label="Series">
      <FieldLabel label="Series" as="span" />
      <strong>{capital(series.summary ?? series.rrule)}</strong>
      <span>
        Event {position} of {total}
        {event.occurrenceEdited && ', changed apart from the others'}
      </span>
      <Neighbours {...read} />
      <div className="series-field__line">
        <Link href={listPath(series.id)}>All events</Link>
        <button type="button" className="series-field__button" onClick={() => openModal(dialog)}>
          Change the rule …
        </button>
      </div>
      <RepetitionDialog
        key={`${series.id} ${series.updatedAt} ${position}`}
        slug={dialog}
        event={{ id: Number(id), timezone: event.timezone }}
        day={day}
        first={choiceFrom(read, day)}
        method="PATCH"
        changed={readAgain}
        isOpen={isModalOpen(dialog)}
        intro={
          position === 1
            ? 'Dates that both rules have keep their registrations. Others are deleted if nobody is registered.'
            : 'The new rule begins with this event; those before stay as they are. Dates that both rules have keep their registrations. Others are deleted if nobody is registered.'
        }
      />
    </section>
  )
}
