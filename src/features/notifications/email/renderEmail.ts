import { calendarOf } from './calendar.ts'
import { contentOf } from './content/contentOf.ts'
import { htmlOf } from './html/Page.tsx'
import type { Email, Recipient, RenderedEmail, RenderOptions } from './emails.ts'
import { sayIn } from './messages/sayIn.ts'
import { plainText } from './plainText.ts'
import { sanitizeEmail } from './sanitizeEmail.ts'

/**
 * An email, ready to be sent: in the recipient's language and by their clock, as HTML and as text, with
 * the calendar entry that goes with it. What people typed in it is only text.
 *
 * @throws {TypeError} when the platform's own link or `origin` is no URL that a mail may have
 * @throws {RangeError} when a date is none
 */
export async function renderEmail(
  email: Email,
  recipient: Recipient,
  { origin, unsubscribeLink, now = new Date() }: RenderOptions,
): Promise<RenderedEmail> {
  const fit = sanitizeEmail(email)
  const { name, language, timezone } = recipient
  const say = sayIn(language)
  const site = new URL(origin).host
  const content = contentOf(fit, { say, language, timezone, name, site, unsubscribeLink })
  return {
    subject: content.subject,
    html: await htmlOf(content, language, say),
    text: plainText(content, say),
    attachments: calendarOf(fit, recipient, { origin, now }),
  }
}
