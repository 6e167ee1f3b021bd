import type { Change, DigestEvent, Email, EmailEvent } from './emails.ts'
import { emailLines, emailLine } from './untrustedText.ts'

/** The most characters of each text that an email shows. */
const maxLength = {
  title: 200,
  location: 300,
  name: 100,
  description: 2000,
  reason: 2000,
  value: 300,
}

const sanitizeEvent = (event: EmailEvent): EmailEvent => ({
  ...event,
  title: emailLine(event.title, maxLength.title),
  location: emailLine(event.location, maxLength.location),
  description: emailLines(event.description, maxLength.description),
  organiser: event.organiser && {
    ...event.organiser,
    name: event.organiser.name && emailLine(event.organiser.name, maxLength.name),
  },
})

const sanitizeChange = (change: Change): Change => ({
  ...change,
  from: emailLine(change.from, maxLength.value),
  to: emailLine(change.to, maxLength.value),
})

const sanitizeDigestEvent = (event: DigestEvent): DigestEvent => ({
  ...event,
  title: emailLine(event.title, maxLength.title),
})

/** Makes all text that people typed safe for an email. The later steps rely on it. */
export function sanitizeEmail(email: Email): Email {
  if (email.kind === 'organiserDigest')
    return { ...email, events: email.events.map(sanitizeDigestEvent) }
  if (!('event' in email)) return email
  const event = sanitizeEvent(email.event)
  if (email.kind === 'eventChanged') {
    return { ...email, event, changes: email.changes.map(sanitizeChange) }
  }
  return 'reason' in email && email.reason !== undefined
    ? { ...email, event, reason: emailLines(email.reason, maxLength.reason) }
    : { ...email, event }
}
