import type { Change, DigestEvent, Letter, LetterEvent } from './emails.ts'
import { manyLines, oneLine } from './untrustedText.ts'

/** The most characters that a letter shows of what people typed. */
const most = { title: 200, location: 300, name: 100, description: 2000, reason: 2000, value: 300 }

const tidyEvent = (event: LetterEvent): LetterEvent => ({
  ...event,
  title: oneLine(event.title, most.title),
  location: oneLine(event.location, most.location),
  description: manyLines(event.description, most.description),
  organiser: event.organiser && {
    ...event.organiser,
    name: oneLine(event.organiser.name, most.name),
  },
})

const tidyChange = (change: Change): Change => ({
  ...change,
  from: oneLine(change.from, most.value),
  to: oneLine(change.to, most.value),
})

const tidyDigest = (event: DigestEvent): DigestEvent => ({
  ...event,
  title: oneLine(event.title, most.title),
})

/** The letter, with all that people typed made fit for a mail: what comes after may rely on it. */
export function tidy(letter: Letter): Letter {
  if (letter.kind === 'organiserDigest') return { ...letter, events: letter.events.map(tidyDigest) }
  if (!('event' in letter)) return letter
  const event = tidyEvent(letter.event)
  if (letter.kind === 'eventChanged') {
    return { ...letter, event, changes: letter.changes.map(tidyChange) }
  }
  return 'reason' in letter && letter.reason !== undefined
    ? { ...letter, event, reason: manyLines(letter.reason, most.reason) }
    : { ...letter, event }
}
