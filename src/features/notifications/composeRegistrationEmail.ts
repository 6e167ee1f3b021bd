import type { Payload } from 'payload'

import { readEnv } from '../../runtime/env/env.ts'
import { eventLink } from '../events/public.ts'
import { poolOf } from '../../database/connection.ts'
import {
  type EventRow,
  findDeletedEvent,
  findEventForEmail,
  findRegistrationForEmail,
  type RegistrationForEmail,
} from './queries/recipients.ts'
import type { Email, EmailEvent } from './email/emails.ts'
import type { EmailJob } from './emailJob.ts'
import { registrationLink } from './platformLinks.ts'

/** A job for an email about a registration. */
export type RegistrationEmailJob = Extract<EmailJob, { registrationId: number }>

/** Gives the organiser the platform's address: an email must not reveal the organiser's own. */
function eventInEmail(event: EventRow): EmailEvent {
  const {
    organiserName,
    status: _status,
    cancellationReason: _reason,
    largestParty: _l,
    ...facts
  } = event
  const organiser = { name: organiserName ?? undefined, email: readEnv().MAIL_FROM }
  return { ...facts, organiser, link: eventLink(readEnv(), event.id) }
}

/** Whether the email is still true. If not, another email has the current state, or will. */
function isStillTrue(
  job: RegistrationEmailJob,
  event: EventRow,
  registration: RegistrationForEmail | undefined,
  now: Date,
): boolean {
  if (new Date(event.endDate) <= now) return false
  if (!registration) return 'gone' in job && job.gone !== undefined
  switch (job.kind) {
    case 'registrationConfirmed':
    case 'registrationPromoted':
    case 'registrationResized':
      return registration.state === 'confirmed'
    case 'partyTooLarge':
      return registration.state === 'waitlisted' && registration.seats > event.largestParty
    case 'registrationWaitlisted':
      return registration.state === 'waitlisted'
    case 'registrationOffered':
      return registration.state === 'offered' && new Date(registration.offerExpiresAt!) > now
    case 'eventChanged':
      return registration.state !== 'cancelled' && event.status === 'published'
    case 'reminderDay':
    case 'reminderHour':
      return (
        registration.state === 'confirmed' &&
        event.status === 'published' &&
        new Date(event.startDate) > now &&
        new Date(event.startDate).getTime() === new Date(job.startDate).getTime()
      )
    default:
      return registration.state === 'cancelled'
  }
}

const reasonOf = (job: RegistrationEmailJob, registration: RegistrationForEmail | undefined) =>
  registration?.cancelReason ?? ('gone' in job ? job.gone?.reason : undefined) ?? undefined

function buildEmail(
  job: RegistrationEmailJob,
  row: EventRow,
  registration: RegistrationForEmail | undefined,
): Email | undefined {
  const event = eventInEmail(row)
  const facts = registration ?? ('gone' in job ? job.gone : undefined)
  if (!facts) return undefined
  const { seats, ticketCode } = facts
  const link = registrationLink(readEnv(), row.id)
  const place = { event, registration: { id: job.registrationId, seats, ticketCode, link } }
  switch (job.kind) {
    case 'registrationWaitlisted':
      return { kind: job.kind, ...place, position: registration?.position ?? 1 }
    case 'registrationOffered':
      if (!registration?.offerExpiresAt) return undefined
      return { kind: job.kind, ...place, acceptUntil: registration.offerExpiresAt }
    case 'registrationCancelledByAttendee':
      return { kind: job.kind, ...place, invited: job.invited }
    case 'registrationCancelledByOrganiser': {
      const reason = reasonOf(job, registration)
      return { kind: job.kind, ...place, reason, invited: job.invited }
    }
    case 'partyTooLarge':
      return { kind: job.kind, ...place, largest: row.largestParty }
    case 'eventCancelled': {
      const reason = row.cancellationReason ?? undefined
      return { kind: job.kind, ...place, reason, invited: job.invited }
    }
    case 'eventChanged':
      return {
        kind: job.kind,
        ...place,
        waiting: registration?.state !== 'confirmed',
        offered: registration?.state === 'offered',
        changes: job.changes,
      }
    default:
      return { kind: job.kind, ...place }
  }
}

/** Composes an email about a registration, or returns undefined when the email is out of date. */
export async function composeRegistrationEmail(
  payload: Payload,
  job: RegistrationEmailJob,
  now: Date,
): Promise<Email | undefined> {
  const connection = poolOf(payload)
  const event =
    (await findEventForEmail(connection, job.eventId)) ??
    (await findDeletedEvent(connection, job.eventId))
  if (!event) return undefined
  const registration = await findRegistrationForEmail(connection, job.registrationId)
  if (!isStillTrue(job, event, registration, now)) return undefined
  return buildEmail(job, event, registration)
}
