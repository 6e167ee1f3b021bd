import { type PublicEvent, serializeEvent } from '../../events/public.ts'
import type { DomainEvent } from '../../../queue/domainEvents.ts'
import { isLongerThan } from '../../../shared/characters.ts'
import { formatInstant } from '../../../shared/formatInstant.ts'
import { snakeCase } from '../../../shared/snakeCase.ts'

type AboutEvent = Extract<DomainEvent, { type: `event.${string}` }>

/** Longer texts are left out of a message, so that every message is small. */
const longestDescription = 10_000
const longestValue = 1000

const isShort = (value: unknown) => typeof value !== 'string' || !isLongerThan(value, longestValue)

type Change = Partial<Record<'from' | 'to', unknown>>

const serializeChanges = (changes: Record<string, Change>) =>
  Object.fromEntries(
    Object.entries(changes).map(([field, change]) => [
      snakeCase(field),
      Object.fromEntries(Object.entries(change).filter(([, value]) => isShort(value))),
    ]),
  )

/** The event as v1 shows it; a long description is null. */
function currentEvent(event: PublicEvent, now: Date) {
  const shown = serializeEvent(event, now)
  const isLong = isLongerThan(shown.description, longestDescription)
  return { ...shown, description: isLong ? null : shown.description }
}

function deletedEvent({
  eventId,
  event,
  was,
}: Extract<AboutEvent, { type: 'event.deleted' }>['data']) {
  const status = { id: eventId, status: was }
  if (!event) return status
  return {
    ...status,
    title: event.title,
    location: event.location,
    start_date: formatInstant(event.startDate),
    end_date: formatInstant(event.endDate),
    timezone: event.timezone,
    created_by: event.createdBy,
  }
}

/**
 * The data of a message about an event: what it is now, and what the change was.
 *
 * @param event the event now; undefined when it was deleted meanwhile
 */
export function eventData(
  { data, id, type }: AboutEvent,
  event: PublicEvent | undefined,
  now: Date,
) {
  const sequence = Number(id)
  if (type === 'event.deleted') return { ...deletedEvent(data), sequence }
  const current = event ? currentEvent(event, now) : { id: data.eventId }
  return { ...current, changes: serializeChanges(data.changes), sequence }
}
