import type { Change, DigestEvent, Email, EmailEvent } from './emails.ts'
import { multiLine, singleLine } from './untrustedText.ts'

/** The most characters that an email shows of what people typed. */
const most = { title: 200, location: 300, name: 100, description: 2000, reason: 2000, value: 300 }

const tidyEvent = (event: EmailEvent): EmailEvent => ({
  ...event,
  title: singleLine(event.title, most.title),
  location: singleLine(event.location, most.location),
  description: multiLine(event.description, most.description),
  organiser: event.organiser && {
    ...event.organiser,
    name: singleLine(event.organiser.name, most.name),
  },
})

const tidyChange = (change: Change): Change => ({
  ...change,
  from: singleLine(change.from, most.value),
  to: singleLine(change.to, most.value),
})

const tidyDigest = (event: DigestEvent): DigestEvent => ({
  ...event,
  title: singleLine(event.title, most.title),
})

/** The email, with all that people typed made fit for a mail: what comes after may rely on it. */
export function sanitizeEmail(email: Email): Email {
  if (email.kind === 'organiserDigest') return { ...email, events: email.events.map(tidyDigest) }
  if (!('event' in email)) return email
  const event = tidyEvent(email.event)
  if (email.kind === 'eventChanged') {
    return { ...email, event, changes: email.changes.map(tidyChange) }
  }
  return 'reason' in email && email.reason !== undefined
    ? { ...email, event, reason: multiLine(email.reason, most.reason) }
    : { ...email, event }
}
