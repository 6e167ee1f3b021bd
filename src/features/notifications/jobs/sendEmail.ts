import { createHash } from 'node:crypto'
import type { SendEmailOptions } from 'payload'

import { readEnv } from '../../../runtime/env/env.ts'
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
import { composeEmail, emailOrigin } from '../composeEmail.ts'
import { SendEmailSchema } from '../emailJob.ts'
import { waitForSendSlot, checkRecipientRate } from '../sendRate.ts'
import { refusalOfRecipient } from '../smtpRefusal.ts'
import type { Task, TaskContext } from '../../../queue/task.ts'

/** The same for the same email, however often it is sent: who gets it twice can tell (RFC 5322, 3.6.4). */
export const messageIdOf = (key: string, host: string): string =>
  `<${createHash('sha256').update(key).digest('hex').slice(0, 32)}@${host}>`

/** A calendar goes into the body too, where mail programs offer to enter it. */
function bodyOf({ subject, html, text, attachments }: RenderedEmail) {
  const calendar = attachments.find(({ contentType }) => contentType.startsWith('text/calendar'))
  if (!calendar) return { subject, html, text }
  const method = /method=(\w+)/i.exec(calendar.contentType)?.[1] ?? 'PUBLISH'
  const { content, filename } = calendar
  return { subject, html, text, icalEvent: { method, content, filename } }
}

/** Lets mail programs offer to end emails of this topic with one click (RFC 8058). */
const headersOf = (unsubscribe: string | undefined) => ({
  'Auto-Submitted': 'auto-generated',
  ...(unsubscribe
    ? {
        'List-Unsubscribe': `<${unsubscribe}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      }
    : {}),
})

async function hand({ payload, signal }: TaskContext, message: SendEmailOptions) {
  const { SMTP_URL, MAIL_PER_SECOND } = readEnv()
  if (SMTP_URL) await waitForSendSlot(payload, new URL(SMTP_URL).hostname, MAIL_PER_SECOND, signal)
  await payload.sendEmail(message)
}

const linkFor = (work: TaskContext, userId: number, topic: MailTopic | undefined) =>
  topic && unsubscribeLink(readEnv(), unsubscribeToken(work.payload, userId, topic))

/**
 * Writes an email as things are now and hands it to the mail server. Once: an email that was handed
 * over is noted under its key. A worker killed between the two hands it over again, with the same
 * Message-ID.
 *
 * @throws when the mail server does not take it now; an address that it refuses is noted instead
 */
export const sendEmail: Task = async (work, job) => {
  const { key, email: order } = SendEmailSchema.parse(job)
  const connection = poolOf(work.payload)
  if (await wasDelivered(connection, key)) return
  const composed = await composeEmail(work.payload, order, new Date())
  if (!composed) return
  const { email, recipient } = composed
  await checkRecipientRate(work.payload, recipient.id)
  const origin = emailOrigin()
  const unsubscribe = linkFor(work, recipient.id, topicOf(order.kind))
  const rendered = await renderEmail(email, recipient, { origin, unsubscribeLink: unsubscribe })
  const delivery = { key, kind: order.kind, userId: recipient.id }
  try {
    await hand(work, {
      ...bodyOf(rendered),
      to: { name: recipient.name, address: recipient.email },
      messageId: messageIdOf(key, new URL(origin).hostname),
      headers: headersOf(unsubscribe),
    })
  } catch (error) {
    const refusal = refusalOfRecipient(error)
    publish('email', { outcome: refusal === undefined ? 'failed' : 'refused' })
    if (refusal === undefined) throw error
    await recordRefusal(connection, recipient.id, refusal)
    await recordDelivery(connection, { ...delivery, outcome: 'refused' })
    return
  }
  publish('email', { outcome: 'accepted' })
  await recordDelivery(connection, { ...delivery, outcome: 'accepted' })
  if (recipient.failingSince) await recordAcceptance(connection, recipient.id)
}
