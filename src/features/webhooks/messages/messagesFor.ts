import { findEvents, type PublicEvent } from '../../events/public.ts'
import type { Connection } from '../../../database/connection.ts'
import type { DomainEvent } from '../../../queue/domainEvents.ts'
import { formatInstant } from '../../../shared/formatInstant.ts'
import type { EventType } from '../eventTypes.ts'
import { type Attendee, attendeesOf } from '../queries/attendees.ts'
import type { Subscription } from '../queries/endpoints.ts'
import { eventData } from './eventData.ts'
import type { Message } from './message.ts'
import { registrationData } from './registrationData.ts'
import { typesOf } from './typesOf.ts'

type AboutEvent = Extract<DomainEvent, { type: `event.${string}` }>
type AboutRegistration = Extract<DomainEvent, { type: `registration.${string}` }>

const isAboutEvent = (event: DomainEvent): event is AboutEvent => event.type.startsWith('event.')

/** A message that some endpoints want. */
interface Planned {
  event: AboutEvent | AboutRegistration
  type: EventType
  endpoints: Subscription[]
}

function plan(events: DomainEvent[], subscriptions: Subscription[]): Planned[] {
  return events.flatMap((event) =>
    typesOf(event).flatMap((type) => {
      const endpoints = subscriptions.filter((each) => each.events.includes(type))
      return endpoints.length > 0 ? [{ event: event as Planned['event'], type, endpoints }] : []
    }),
  )
}

interface Details {
  events: Map<number, PublicEvent>
  attendees: Map<number, Attendee>
  now: Date
}

/** Reads what the messages say beyond the domain events: two statements for the whole batch at most. */
async function readDetails(connection: Connection, planned: Planned[]): Promise<Details> {
  const eventIds = planned.flatMap(({ event }) =>
    isAboutEvent(event) && event.type !== 'event.deleted' ? [event.data.eventId] : [],
  )
  const registrations = planned.flatMap(({ endpoints, event }) => {
    const isWanted = !isAboutEvent(event) && endpoints.some(({ personalData }) => personalData)
    return isWanted ? [event.data] : []
  })
  const events = eventIds.length > 0 ? await findEvents(connection, [...new Set(eventIds)]) : []
  return {
    events: new Map(events.map((event) => [event.id, event])),
    attendees:
      registrations.length > 0
        ? await attendeesOf(connection, registrations)
        : new Map<number, Attendee>(),
    now: new Date(),
  }
}

function dataOf({ event }: Planned, isPersonal: boolean, { attendees, events, now }: Details) {
  if (isAboutEvent(event)) return eventData(event, events.get(event.data.eventId), now)
  const attendee = attendees.get(event.data.registrationId)
  return registrationData(event, isPersonal ? { attendee } : undefined)
}

function messagesOf(planned: Planned, details: Details): Message[] {
  const { endpoints, event, type } = planned
  const timestamp = formatInstant(event.occurredAt)
  const bodyOf = (isPersonal: boolean) =>
    JSON.stringify({ type, timestamp, data: dataOf(planned, isPersonal, details) })
  const bodies = new Map<boolean, string>()
  return endpoints.map(({ id, personalData }) => {
    const body = bodies.get(personalData) ?? bodyOf(personalData)
    bodies.set(personalData, body)
    const about = { outbox_id: event.id, event_id: event.data.eventId, event_type: type }
    return { webhook_id: id, ...about, body }
  })
}

/**
 * The messages that follow from domain events: one for each endpoint that chose its type, in the order of
 * the events. An event is shown as it is now, moments after the change.
 */
export async function messagesFor(
  connection: Connection,
  events: DomainEvent[],
  subscriptions: Subscription[],
): Promise<Message[]> {
  const planned = plan(events, subscriptions)
  if (planned.length === 0) return []
  const details = await readDetails(connection, planned)
  return planned.flatMap((each) => messagesOf(each, details))
}
