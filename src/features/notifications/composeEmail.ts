import type { Payload } from 'payload'

import { readEnv } from '../../runtime/env/env.ts'
import {
  emailConfirmLink,
  emailRestoreLink,
  passwordResetLink,
  webhookLink,
} from './platformLinks.ts'
import { poolOf } from '../../database/connection.ts'
import { digestOf } from './queries/digests.ts'
import { findFormerRecipient, findRecipient, type RecipientRow } from './queries/recipients.ts'
import type { Email } from './email/emails.ts'
import { composeRegistrationEmail } from './composeRegistrationEmail.ts'
import { topicOf } from './topics.ts'
import type {
  AccountEmailJob,
  DigestEmailJob,
  EmailChangedJob,
  EmailJob,
  WebhookEmailJob,
} from './emailJob.ts'
import {
  confirmationLifetimeSeconds,
  restorationLifetimeSeconds,
  tokensOf,
} from '../accounts/public.ts'

export interface Composed {
  email: Email
  recipient: RecipientRow
}

function composeAboutAccount(
  payload: Payload,
  { kind }: AccountEmailJob,
  { id, email, isAttendee, tokenVersion, resetToken }: RecipientRow,
): Email | undefined {
  const env = readEnv()
  if (kind === 'passwordChanged') return { kind }
  if (kind === 'setPassword') {
    return resetToken ? { kind, link: passwordResetLink(env, resetToken, isAttendee) } : undefined
  }
  const token = tokensOf(payload).sign('confirm-email', {
    userId: id,
    version: tokenVersion,
    lifetime: confirmationLifetimeSeconds,
    email,
  })
  return { kind, link: emailConfirmLink(env, token) }
}

/** Tells the address that an account had before, with a link that takes the account back. */
async function composeForOldAddress(
  payload: Payload,
  { kind, userId, changeId }: EmailChangedJob,
  now: Date,
): Promise<Composed | undefined> {
  const recipient = await findFormerRecipient(poolOf(payload), { userId, changeId }, now)
  if (!recipient) return undefined
  const token = tokensOf(payload).sign('restore-email', {
    userId,
    version: recipient.tokenVersion,
    lifetime: restorationLifetimeSeconds,
    email: recipient.email,
  })
  return { email: { kind, link: emailRestoreLink(readEnv(), token) }, recipient }
}

async function composeDigest(payload: Payload, job: DigestEmailJob, now: Date) {
  const events = await digestOf(poolOf(payload), job.userId, new Date(job.since), now)
  const { kind, day } = job
  return events.length > 0 ? ({ kind, day, events } satisfies Email) : undefined
}

const composeAboutWebhook = ({ webhookId, userId: _userId, ...about }: WebhookEmailJob): Email => ({
  ...about,
  link: webhookLink(readEnv(), webhookId),
})

/**
 * Emails that the recipient has just requested. They go to a failing address too: otherwise nothing would
 * show that the address works again.
 */
const requestedKinds = new Set<EmailJob['kind']>(['confirmEmail', 'setPassword'])

const wants = (recipient: RecipientRow, kind: EmailJob['kind']): boolean => {
  if (recipient.failingSince && !requestedKinds.has(kind)) return false
  const topic = topicOf(kind)
  return topic === undefined || recipient[topic]
}

/**
 * The zone of the times in an email. UTC is the zone of users who have not chosen one: they read the times of
 * the venue.
 */
function zoneFor({ timezone }: RecipientRow, email: Email): string {
  if (timezone !== 'UTC') return timezone
  if ('event' in email) return email.event.timezone
  return ('events' in email ? email.events[0]?.timezone : undefined) ?? timezone
}

/**
 * Composes an email from the current data.
 *
 * @returns undefined when the email is out of date or the recipient does not want it
 */
export async function composeEmail(
  payload: Payload,
  job: EmailJob,
  now: Date,
): Promise<Composed | undefined> {
  if (job.kind === 'emailChanged') return composeForOldAddress(payload, job, now)
  const recipient = await findRecipient(poolOf(payload), job.userId, now)
  if (!recipient || recipient.suspended || !wants(recipient, job.kind)) return undefined
  let email: Email | undefined
  if ('registrationId' in job) email = await composeRegistrationEmail(payload, job, now)
  else if (job.kind === 'organiserDigest') email = await composeDigest(payload, job, now)
  else if (job.kind === 'webhookSwitchedOff') email = composeAboutWebhook(job)
  else email = composeAboutAccount(payload, job, recipient)
  return email && { email, recipient: { ...recipient, timezone: zoneFor(recipient, email) } }
}
