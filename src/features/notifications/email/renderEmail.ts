import { calendarOf } from './calendar.ts'
import { contentOf } from './content/contentOf.ts'
import { renderHtml } from './html/Page.tsx'
import type { Email, Recipient, RenderedEmail, RenderOptions } from './emails.ts'
import { translatorFor } from './messages/translate.ts'
import { plainText } from './plainText.ts'
import { sanitizeEmail } from './sanitizeEmail.ts'

/**
 * Renders an email in the recipient's language and time zone: HTML, plain text and, for some kinds, a
 * calendar entry. Text that people typed is escaped.
 *
 * @throws {TypeError} when a platform link or `origin` is not a URL that an email may contain
 * @throws {RangeError} when a date is invalid
 */
export async function renderEmail(
  email: Email,
  recipient: Recipient,
  { origin, unsubscribeLink, now = new Date() }: RenderOptions,
): Promise<RenderedEmail> {
  const sanitized = sanitizeEmail(email)
  const { name, language, timezone } = recipient
  const translate = translatorFor(language)
  const site = new URL(origin).host
  const content = contentOf(sanitized, {
    translate,
    language,
    timezone,
    name,
    site,
    origin,
    unsubscribeLink,
  })
  return {
    subject: content.subject,
    html: await renderHtml(content, language, translate),
    text: plainText(content, translate),
    attachments: calendarOf(sanitized, recipient, { origin, now }),
  }
}
