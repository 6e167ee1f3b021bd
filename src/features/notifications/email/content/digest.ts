import type { DigestEvent, DigestEmail } from '../emails.ts'
import { type Clock, dayInWords, timesAt } from '../times.ts'
import type { Block, Message } from './content.ts'

/** How far an event has filled; one without places counts as full. */
const shareOf = ({ taken, capacity }: DigestEvent) =>
  capacity > 0 ? Math.min(1, Math.max(0, taken / capacity)) : 1

function fillOf(event: DigestEvent, clock: Clock): Block {
  const { say } = clock
  const seats = say('organiserDigest.taken', event)
  const queue = event.waitlisted > 0 ? [say('organiserDigest.waitlisted', event)] : []
  return {
    kind: 'fill',
    title: event.title,
    lines: [
      ...timesAt(event.startDate, event.timezone, clock),
      [seats, ...queue].join(' · '),
      say('organiserDigest.news', event),
    ],
    share: shareOf(event),
  }
}

/** What the daily email to an organiser says. */
export function digestMessage({ day, events }: DigestEmail, clock: Clock): Message {
  const { say, language } = clock
  const inWords = { day: dayInWords(day, language) }
  const preview = say('organiserDigest.text', inWords)
  return {
    subject: say('organiserDigest.subject', inWords),
    preview,
    title: say('organiserDigest.title'),
    blocks: [{ kind: 'text', text: preview }, ...events.map((event) => fillOf(event, clock))],
    footer: 'footer.digest',
  }
}
