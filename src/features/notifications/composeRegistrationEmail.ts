import type { Payload } from 'payload'

import { readEnv } from '../../runtime/env/env.ts'
import { poolOf } from '../../database/connection.ts'
import {
  type EventRow,
  findEventForEmail,
  findRegistrationForEmail,
  type RegistrationForEmail,
} from './queries/recipients.ts'
import type { Email, EmailEvent } from './email/emails.ts'
import type { EmailJob } from './emailJob.ts'

/** Of an email about a registration. */
export type RegistrationEmailJob = Extract<EmailJob, { registrationId: number }>

/** The mail goes out under the platform's own address: an organiser's is theirs to give away. */
function eventInEmail(event: EventRow): EmailEvent {
  const { organiserName, status: _status, cancellationReason: _reason, ...facts } = event
  const email = readEnv().MAIL_FROM
  return { ...facts, ...(organiserName ? { organiser: { name: organiserName, email } } : {}) }
}

/** Whether what the email says is so. If not, another email has said, or will say, what is. */
function holds(
  order: RegistrationEmailJob,
  event: EventRow,
  registration: RegistrationForEmail | undefined,
  now: Date,
): boolean {
  if (new Date(event.endDate) <= now) return false
  if (!registration) return 'gone' in order && order.gone !== undefined
  switch (order.kind) {
    case 'registrationConfirmed':
    case 'registrationPromoted':
      return registration.state === 'confirmed'
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
        new Date(event.startDate).getTime() === new Date(order.startDate).getTime()
      )
    default:
      return registration.state === 'cancelled'
  }
}

function emailAboutPlace(
  order: RegistrationEmailJob,
  event: EmailEvent,
  registration: RegistrationForEmail | undefined,
  cancellationReason: string | null,
): Email | undefined {
  const facts = registration ?? ('gone' in order ? order.gone : undefined)
  if (!facts) return undefined
  const { seats, ticketCode } = facts
  const place = { event, registration: { id: order.registrationId, seats, ticketCode } }
  switch (order.kind) {
    case 'registrationWaitlisted':
      return { kind: order.kind, ...place, position: registration?.position ?? 1 }
    case 'registrationOffered':
      if (!registration?.offerExpiresAt) return undefined
      return { kind: order.kind, ...place, acceptUntil: registration.offerExpiresAt }
    case 'registrationCancelledByOrganiser':
      return { kind: order.kind, ...place, reason: registration?.cancelReason ?? undefined }
    case 'eventCancelled':
      return { kind: order.kind, ...place, reason: cancellationReason ?? undefined }
    case 'eventChanged':
      return {
        kind: order.kind,
        ...place,
        waiting: registration?.state !== 'confirmed',
        offered: registration?.state === 'offered',
        changes: order.changes,
      }
    default:
      return { kind: order.kind, ...place }
  }
}

/** The email about a registration, or undefined when what it would say is not so any more. */
export async function composeRegistrationEmail(
  payload: Payload,
  order: RegistrationEmailJob,
  now: Date,
): Promise<Email | undefined> {
  const connection = poolOf(payload)
  const event = await findEventForEmail(connection, order.eventId)
  if (!event) return undefined
  const registration = await findRegistrationForEmail(connection, order.registrationId)
  if (!holds(order, event, registration, now)) return undefined
  return emailAboutPlace(order, eventInEmail(event), registration, event.cancellationReason)
}
