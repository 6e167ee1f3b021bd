import type { Payload } from 'payload'

import { readEnv } from '../config/env.ts'
import { emailConfirmLink, origin, passwordResetLink } from '../config/links.ts'
import { poolOf } from '../db/connection.ts'
import { digestOf } from '../db/digests.ts'
import {
  type EventRow,
  findEventForLetter,
  findRecipient,
  findRegistrationForLetter,
  type RecipientRow,
  type RegistrationForLetter,
} from '../db/recipients.ts'
import type { Letter, LetterEvent } from '../mail/letters.ts'
import { confirmationLifetime } from '../lib/tokens.ts'
import { tokensOf } from '../services/tokens.ts'
import type { AccountOrder, DigestOrder, LetterOrder } from './letterOrder.ts'

export interface Composed {
  letter: Letter
  recipient: RecipientRow
}

type PlaceOrder = Extract<LetterOrder, { registrationId: number }>

/** The mail goes out under the platform's own address: an organiser's is theirs to give away. */
function eventInLetter(event: EventRow): LetterEvent {
  const { organiserName, status: _status, cancellationReason: _reason, ...facts } = event
  const email = readEnv().MAIL_FROM
  return { ...facts, ...(organiserName ? { organiser: { name: organiserName, email } } : {}) }
}

/** Whether what the letter says is so. If not, another letter has said, or will say, what is. */
function holds(
  order: PlaceOrder,
  event: EventRow,
  registration: RegistrationForLetter | undefined,
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

function letterAboutPlace(
  order: PlaceOrder,
  event: LetterEvent,
  registration: RegistrationForLetter | undefined,
  cancellationReason: string | null,
): Letter | undefined {
  const facts = registration ?? ('gone' in order ? order.gone : undefined)
  if (!facts) return undefined
  const { seats, ticketCode } = facts
  const place = { event, registration: { id: order.registrationId, seats, ticketCode } }
  switch (order.kind) {
    case 'registrationWaitlisted':
      return { kind: order.kind, ...place, position: registration?.position ?? 1 }
    case 'registrationCancelledByOrganiser':
      return { kind: order.kind, ...place, reason: registration?.cancelReason ?? undefined }
    case 'eventCancelled':
      return { kind: order.kind, ...place, reason: cancellationReason ?? undefined }
    case 'eventChanged':
      return {
        kind: order.kind,
        ...place,
        waiting: registration?.state === 'waitlisted',
        changes: order.changes,
      }
    default:
      return { kind: order.kind, ...place }
  }
}

async function composeAboutPlace(payload: Payload, order: PlaceOrder, now: Date) {
  const connection = poolOf(payload)
  const event = await findEventForLetter(connection, order.eventId)
  if (!event) return undefined
  const registration = await findRegistrationForLetter(connection, order.registrationId)
  if (!holds(order, event, registration, now)) return undefined
  return letterAboutPlace(order, eventInLetter(event), registration, event.cancellationReason)
}

function composeAboutAccount(
  payload: Payload,
  { kind }: AccountOrder,
  { id, email, tokenVersion, resetToken }: RecipientRow,
): Letter | undefined {
  const env = readEnv()
  if (kind === 'passwordChanged') return { kind }
  if (kind === 'setPassword') {
    return resetToken ? { kind, link: passwordResetLink(env, resetToken) } : undefined
  }
  const token = tokensOf(payload).sign('confirm-email', {
    userId: id,
    version: tokenVersion,
    lifetime: confirmationLifetime,
    email,
  })
  return { kind, link: emailConfirmLink(env, token) }
}

async function composeDigest(payload: Payload, order: DigestOrder, now: Date) {
  const events = await digestOf(poolOf(payload), order.userId, new Date(order.since), now)
  const { kind, day } = order
  return events.length > 0 ? ({ kind, day, events } satisfies Letter) : undefined
}

/** Letters that somebody asked for just now: the only way to learn that an address works again. */
const asked = new Set<LetterOrder['kind']>(['confirmEmail', 'setPassword'])

const wants = (recipient: RecipientRow, kind: LetterOrder['kind']): boolean => {
  if (recipient.failingSince && !asked.has(kind)) return false
  if (kind === 'eventChanged') return recipient.changes
  if (kind === 'reminderDay' || kind === 'reminderHour') return recipient.reminders
  return kind !== 'organiserDigest' || recipient.digest
}

/**
 * The letter as things are now.
 *
 * @returns undefined when there is nothing to say any more, or nobody who wants to hear it
 */
export async function composeLetter(
  payload: Payload,
  order: LetterOrder,
  now: Date,
): Promise<Composed | undefined> {
  const recipient = await findRecipient(poolOf(payload), order.userId, now)
  if (!recipient || recipient.suspended || !wants(recipient, order.kind)) return undefined
  let letter: Letter | undefined
  if ('registrationId' in order) letter = await composeAboutPlace(payload, order, now)
  else if (order.kind === 'organiserDigest') letter = await composeDigest(payload, order, now)
  else letter = composeAboutAccount(payload, order, recipient)
  return letter && { letter, recipient }
}

/** What links in letters begin with. */
export const letterOrigin = (): string => origin(readEnv())
