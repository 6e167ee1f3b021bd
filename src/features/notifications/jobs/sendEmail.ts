import { createHash } from 'node:crypto'
import type { SendEmailOptions } from 'payload'

import { readEnv } from '../../../runtime/env/env.ts'
import { publicOrigin } from '../../../runtime/env/publicOrigin.ts'
import { unsubscribeLink } from '../platformLinks.ts'
import { poolOf } from '../../../database/connection.ts'
import {
  recordAcceptance,
  recordDelivery,
  recordRefusal,
  wasDelivered,
} from '../queries/deliveries.ts'
import type { MailTopic } from '../topics.ts'
import { topicOf } from '../topics.ts'
import { publish } from '../../../shared/diagnostics.ts'
import type { RenderedEmail } from '../email/emails.ts'
import { renderEmail } from '../email/renderEmail.ts'
import { unsubscribeToken } from '../unsubscribe.ts'
import { composeEmail } from '../composeEmail.ts'
import { SendEmailSchema } from '../emailJob.ts'
import { waitForSendSlot, checkRecipientRate } from '../sendRate.ts'
import { refusalOfRecipient } from '../smtpRefusal.ts'
import type { Task, TaskContext } from '../../../queue/task.ts'

/** The same Message-ID for every attempt, so that mail programs recognise a duplicate (RFC 5322, 3.6.4). */
export const messageIdOf = (key: string, host: string): string =>
  `<${createHash('sha256').update(key).digest('hex').slice(0, 32)}@${host}>`

/** A calendar entry goes into the body as well: mail programs offer to add it from there. */
function bodyOf({ subject, html, text, attachments }: RenderedEmail) {
  const calendar = attachments.find(({ contentType }) => contentType.startsWith('text/calendar'))
  if (!calendar) return { subject, html, text }
  const method = /method=(\w+)/i.exec(calendar.contentType)?.[1] ?? 'PUBLISH'
  const { content, filename } = calendar
  return { subject, html, text, icalEvent: { method, content, filename } }
}

/** Lets mail programs offer to unsubscribe from the topic with one click (RFC 8058). */
const headersOf = (unsubscribe: string | undefined) => ({
  'Auto-Submitted': 'auto-generated',
  ...(unsubscribe
    ? {
        'List-Unsubscribe': `<${unsubscribe}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      }
    : {}),
})

async function handToMailServer({ payload, signal }: TaskContext, message: SendEmailOptions) {
  const { SMTP_URL, MAIL_PER_SECOND } = readEnv()
  if (SMTP_URL) {
    const { hostname: host } = new URL(SMTP_URL)
    await waitForSendSlot(payload, { host, perSecond: MAIL_PER_SECOND, signal })
  }
  await payload.sendEmail(message)
}

const linkFor = (context: TaskContext, userId: number, topic: MailTopic | undefined) =>
  topic && unsubscribeLink(readEnv(), unsubscribeToken(context.payload, userId, topic))

/**
 * Composes an email from the current data and sends it once: the delivery is recorded under the email's
 * key. A worker that dies between the two sends the email again, with the same Message-ID.
 *
 * @throws when the mail server does not accept the email now; a refused address is recorded instead
 */
export const sendEmail: Task = async (context, job) => {
  const { key, email: emailJob } = SendEmailSchema.parse(job)
  const connection = poolOf(context.payload)
  if (await wasDelivered(connection, key)) return
  const composed = await composeEmail(context.payload, emailJob, new Date())
  if (!composed) return
  const { email, recipient } = composed
  await checkRecipientRate(context.payload, recipient.id)
  const origin = publicOrigin(readEnv())
  const unsubscribe = linkFor(context, recipient.id, topicOf(emailJob.kind))
  const rendered = await renderEmail(email, recipient, { origin, unsubscribeLink: unsubscribe })
  const delivery = { key, kind: emailJob.kind, userId: recipient.id }
  try {
    await handToMailServer(context, {
      ...bodyOf(rendered),
      to: { name: recipient.name, address: recipient.email },
      messageId: messageIdOf(key, new URL(origin).hostname),
      headers: headersOf(unsubscribe),
    })
  } catch (error) {
    const refusal = refusalOfRecipient(error)
    publish('email', { outcome: refusal === undefined ? 'failed' : 'refused' })
    if (refusal === undefined) throw error
    // The old address of an account says nothing about its address of today.
    if (emailJob.kind !== 'emailChanged') await recordRefusal(connection, recipient.id, refusal)
    await recordDelivery(connection, { ...delivery, outcome: 'refused' })
    return
  }
  publish('email', { outcome: 'accepted' })
  await recordDelivery(connection, { ...delivery, outcome: 'accepted' })
  if (recipient.failingSince) await recordAcceptance(connection, recipient.id)
}
