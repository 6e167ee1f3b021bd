import { boundedLine, boundedLines } from '../../../shared/boundedText.ts'
import type { Change, DigestEvent, Email, EmailEvent } from './emails.ts'

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
  title: boundedLine(event.title, maxLength.title),
  location: boundedLine(event.location, maxLength.location),
  description: boundedLines(event.description, maxLength.description),
  organiser: event.organiser && {
    ...event.organiser,
    name: event.organiser.name && boundedLine(event.organiser.name, maxLength.name),
  },
})

const sanitizeChange = (change: Change): Change => ({
  ...change,
  from: boundedLine(change.from, maxLength.value),
  to: boundedLine(change.to, maxLength.value),
})

const sanitizeDigestEvent = (event: DigestEvent): DigestEvent => ({
  ...event,
  title: boundedLine(event.title, maxLength.title),
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
    ? { ...email, event, reason: boundedLines(email.reason, maxLength.reason) }
    : { ...email, event }
}
