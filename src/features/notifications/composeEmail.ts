import type { Payload } from 'payload'

import { readEnv } from '../../runtime/env/env.ts'
import { emailConfirmLink, origin, passwordResetLink } from './platformLinks.ts'
import { poolOf } from '../../database/connection.ts'
import { digestOf } from './queries/digests.ts'
import { findRecipient, type RecipientRow } from './queries/recipients.ts'
import type { Letter } from './email/emails.ts'
import { confirmationLifetime } from '../accounts/tokens.ts'
import { tokensOf } from '../accounts/tokensOf.ts'
import { composeAboutPlace } from './composeRegistrationEmail.ts'
import type { AccountOrder, DigestOrder, LetterOrder } from './emailJob.ts'

export interface Composed {
  letter: Letter
  recipient: RecipientRow
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
