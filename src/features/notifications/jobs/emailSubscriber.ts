import type { Job } from '../../../queue/queries/jobs.ts'
import { reachableUsers } from '../queries/recipients.ts'
import type { DomainEvent, DomainEventData } from '../../../queue/domainEvents.ts'
import { type EmailJob, sendEmailJob } from '../emailJob.ts'
import { announcements } from './announceChange.ts'
import type { EventSubscriber } from '../../../queue/eventSubscriber.ts'

type RegistrationData = DomainEventData<'registration.confirmed'>

const about = (
  kind:
    | 'registrationConfirmed'
    | 'registrationWaitlisted'
    | 'registrationPromoted'
    | 'registrationOffered'
    | 'registrationResized'
    | 'partyTooLarge',
  { userId, eventId, registrationId }: RegistrationData,
): EmailJob => ({ kind, userId, eventId, registrationId })

function onCancellation(data: DomainEventData<'registration.cancelled'>): EmailJob | undefined {
  const { userId, eventId, registrationId } = data
  const kinds = {
    attendee: 'registrationCancelledByAttendee',
    organiser: 'registrationCancelledByOrganiser',
    event_cancelled: 'eventCancelled',
    offer_expired: 'offerExpired',
    // The platform cancels registrations for events that have ended: nobody needs an email.
    platform: undefined,
  } as const
  const kind = kinds[data.cause]
  const { seats, reason, was } = data
  const gone = { seats, ticketCode: data.ticketCode ?? '', reason }
  return kind && { kind, userId, eventId, registrationId, gone, invited: was === 'confirmed' }
}

const onDeletion = (data: DomainEventData<'registration.deleted'>): EmailJob => ({
  kind: 'registrationCancelledByOrganiser',
  userId: data.userId,
  eventId: data.eventId,
  registrationId: data.registrationId,
  invited: data.was === 'confirmed',
  gone: { seats: data.seats, ticketCode: data.ticketCode ?? '' },
})

/** The email that follows from a domain event, if any. */
function emailFor({ type, data }: DomainEvent): EmailJob | undefined {
  switch (type) {
    case 'registration.confirmed':
      return about('registrationConfirmed', data)
    case 'registration.waitlisted':
      return about('registrationWaitlisted', data)
    case 'registration.promoted':
      return about('registrationPromoted', data)
    case 'registration.offered':
      return about('registrationOffered', data)
    case 'registration.party_too_large':
      return about('partyTooLarge', data)
    case 'registration.resized':
      return data.state === 'confirmed' ? about('registrationResized', data) : undefined
    case 'registration.cancelled':
      return onCancellation(data)
    case 'registration.deleted':
      return onDeletion(data)
    case 'user.created':
      return { kind: 'welcome', userId: data.userId }
    case 'user.email_changed':
    case 'user.confirmation_requested':
      return { kind: 'confirmEmail', userId: data.userId }
    case 'user.password_reset_requested':
      return { kind: 'setPassword', userId: data.userId }
    case 'user.password_changed':
      return { kind: 'passwordChanged', userId: data.userId }
    default:
      return undefined
  }
}

/** The old address is told too. */
function jobForOldAddress({ id, type, data }: DomainEvent): Job[] {
  if (type !== 'user.email_changed') return []
  const email = { kind: 'emailChanged', userId: data.userId, changeId: id } as const
  return [sendEmailJob(`${id}:old`, email)]
}

/** Queues the emails that follow from domain events, without those that cannot reach their recipient. */
export const emailSubscriber: EventSubscriber = {
  name: 'mail',
  jobsFor: async (events, connection) => {
    const emails = events.flatMap((event) => {
      const email = emailFor(event)
      return email ? [{ key: event.id, email }] : []
    })
    const userIds = [...new Set(emails.map(({ email }) => email.userId))]
    const reached =
      userIds.length > 0 ? await reachableUsers(connection, userIds) : new Set<number>()
    const changedAddresses = events.flatMap(jobForOldAddress)
    const jobs: Job[] = emails
      .filter(({ email }) => reached.has(email.userId))
      .map(({ key, email }) => sendEmailJob(key, email))
    return [...jobs, ...changedAddresses, ...(await announcements(connection, events, new Date()))]
  },
}
