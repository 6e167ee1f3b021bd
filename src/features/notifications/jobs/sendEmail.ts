import { createHash } from 'node:crypto'
import type { SendEmailOptions } from 'payload'

import { readEnv } from '../../../runtime/env/env.ts'
import { unsubscribeLink } from '../platformLinks.ts'
import { poolOf } from '../../../database/connection.ts'
import { noteAcceptance, noteDelivery, noteRefusal, wasDelivered } from '../queries/deliveries.ts'
import type { MailTopic } from '../topics.ts'
import { topicOf } from '../topics.ts'
import { happened } from '../../../shared/diagnostics.ts'
import type { RenderedLetter } from '../email/emails.ts'
import { renderLetter } from '../email/renderEmail.ts'
import { unsubscribeToken } from '../unsubscribe.ts'
import { composeLetter, letterOrigin } from '../composeEmail.ts'
import { SendLetterSchema } from '../emailJob.ts'
import { awaitTurn, checkMailbox } from '../sendRate.ts'
import { refusalOfRecipient } from '../smtpRefusal.ts'
import type { Task, Work } from '../../../queue/task.ts'

/** The same for the same letter, however often it is sent: who gets it twice can tell (RFC 5322, 3.6.4). */
export const messageIdOf = (key: string, host: string): string =>
  `<${createHash('sha256').update(key).digest('hex').slice(0, 32)}@${host}>`

/** A calendar goes into the body too, where mail programs offer to enter it. */
function bodyOf({ subject, html, text, attachments }: RenderedLetter) {
  const calendar = attachments.find(({ contentType }) => contentType.startsWith('text/calendar'))
  if (!calendar) return { subject, html, text }
  const method = /method=(\w+)/i.exec(calendar.contentType)?.[1] ?? 'PUBLISH'
  const { content, filename } = calendar
  return { subject, html, text, icalEvent: { method, content, filename } }
}

/** Lets mail programs offer to end letters of this topic with one click (RFC 8058). */
const headersOf = (unsubscribe: string | undefined) => ({
  'Auto-Submitted': 'auto-generated',
  ...(unsubscribe
    ? {
        'List-Unsubscribe': `<${unsubscribe}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      }
    : {}),
})

async function hand({ payload, signal }: Work, message: SendEmailOptions) {
  const { SMTP_URL, MAIL_PER_SECOND } = readEnv()
  if (SMTP_URL) await awaitTurn(payload, new URL(SMTP_URL).hostname, MAIL_PER_SECOND, signal)
  await payload.sendEmail(message)
}

const linkFor = (work: Work, userId: number, topic: MailTopic | undefined) =>
  topic && unsubscribeLink(readEnv(), unsubscribeToken(work.payload, userId, topic))

/**
 * Writes a letter as things are now and hands it to the mail server. Once: a letter that was handed
 * over is noted under its key. A worker killed between the two hands it over again, with the same
 * Message-ID.
 *
 * @throws when the mail server does not take it now; an address that it refuses is noted instead
 */
export const sendLetter: Task = async (work, job) => {
  const { key, letter: order } = SendLetterSchema.parse(job)
  const connection = poolOf(work.payload)
  if (await wasDelivered(connection, key)) return
  const composed = await composeLetter(work.payload, order, new Date())
  if (!composed) return
  const { letter, recipient } = composed
  await checkMailbox(work.payload, recipient.id)
  const origin = letterOrigin()
  const unsubscribe = linkFor(work, recipient.id, topicOf(order.kind))
  const rendered = await renderLetter(letter, recipient, { origin, unsubscribeLink: unsubscribe })
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
    happened('letter', { outcome: refusal === undefined ? 'failed' : 'refused' })
    if (refusal === undefined) throw error
    await noteRefusal(connection, recipient.id, refusal)
    await noteDelivery(connection, { ...delivery, outcome: 'refused' })
    return
  }
  happened('letter', { outcome: 'accepted' })
  await noteDelivery(connection, { ...delivery, outcome: 'accepted' })
  if (recipient.failingSince) await noteAcceptance(connection, recipient.id)
}
