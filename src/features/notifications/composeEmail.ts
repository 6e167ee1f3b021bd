import type { Payload } from 'payload'

import { readEnv } from '../../runtime/env/env.ts'
import { emailConfirmLink, origin, passwordResetLink } from './platformLinks.ts'
import { poolOf } from '../../database/connection.ts'
import { digestOf } from './queries/digests.ts'
import { findRecipient, type RecipientRow } from './queries/recipients.ts'
import type { Email } from './email/emails.ts'
import { composeRegistrationEmail } from './composeRegistrationEmail.ts'
import type { AccountEmailJob, DigestEmailJob, EmailJob } from './emailJob.ts'
import { confirmationLifetimeSeconds, tokensOf } from '../accounts/public.ts'

export interface Composed {
  email: Email
  recipient: RecipientRow
}

function composeAboutAccount(
  payload: Payload,
  { kind }: AccountEmailJob,
  { id, email, tokenVersion, resetToken }: RecipientRow,
): Email | undefined {
  const env = readEnv()
  if (kind === 'passwordChanged') return { kind }
  if (kind === 'setPassword') {
    return resetToken ? { kind, link: passwordResetLink(env, resetToken) } : undefined
  }
  const token = tokensOf(payload).sign('confirm-email', {
    userId: id,
    version: tokenVersion,
    lifetime: confirmationLifetimeSeconds,
    email,
  })
  return { kind, link: emailConfirmLink(env, token) }
}

async function composeDigest(payload: Payload, order: DigestEmailJob, now: Date) {
  const events = await digestOf(poolOf(payload), order.userId, new Date(order.since), now)
  const { kind, day } = order
  return events.length > 0 ? ({ kind, day, events } satisfies Email) : undefined
}

/** Emails that somebody asked for just now: the only way to learn that an address works again. */
const asked = new Set<EmailJob['kind']>(['confirmEmail', 'setPassword'])

const wants = (recipient: RecipientRow, kind: EmailJob['kind']): boolean => {
  if (recipient.failingSince && !asked.has(kind)) return false
  if (kind === 'eventChanged') return recipient.changes
  if (kind === 'reminderDay' || kind === 'reminderHour') return recipient.reminders
  return kind !== 'organiserDigest' || recipient.digest
}

/**
 * The email as things are now.
 *
 * @returns undefined when there is nothing to say any more, or nobody who wants to hear it
 */
export async function composeEmail(
  payload: Payload,
  order: EmailJob,
  now: Date,
): Promise<Composed | undefined> {
  const recipient = await findRecipient(poolOf(payload), order.userId, now)
  if (!recipient || recipient.suspended || !wants(recipient, order.kind)) return undefined
  let email: Email | undefined
  if ('registrationId' in order) email = await composeRegistrationEmail(payload, order, now)
  else if (order.kind === 'organiserDigest') email = await composeDigest(payload, order, now)
  else email = composeAboutAccount(payload, order, recipient)
  return email && { email, recipient }
}

/** What links in emails begin with. */
export const emailOrigin = (): string => origin(readEnv())
