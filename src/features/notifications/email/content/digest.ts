import { isolated } from '../../../../shared/direction.ts'
import type { DigestEvent, DigestEmail } from '../emails.ts'
import { type Reader, formatDay, startTimes } from '../times.ts'
import type { Block, Message } from './content.ts'

/** The part of an event's places that is taken. An event without places counts as full. */
const shareOf = ({ taken, capacity }: DigestEvent) =>
  capacity > 0 ? Math.min(1, Math.max(0, taken / capacity)) : 1

function fillOf(event: DigestEvent, reader: Reader): Block {
  const { translate } = reader
  const seats = translate('organiserDigest.taken', event)
  const queue = event.waitlisted > 0 ? [translate('organiserDigest.waitlisted', event)] : []
  return {
    kind: 'fill',
    title: isolated(event.title),
    lines: [
      ...startTimes(event.startDate, event.timezone, reader),
      [seats, ...queue].join(' · '),
      translate('organiserDigest.news', event),
    ],
    share: shareOf(event),
  }
}

/** The content of the daily email to an organiser. */
export function digestMessage({ day, events }: DigestEmail, reader: Reader): Message {
  const { translate, language } = reader
  const inWords = { day: formatDay(day, language) }
  const preview = translate('organiserDigest.text', inWords)
  return {
    subject: translate('organiserDigest.subject', inWords),
    preview,
    title: translate('organiserDigest.title'),
    blocks: [{ kind: 'text', text: preview }, ...events.map((event) => fillOf(event, reader))],
    footer: 'footer.digest',
  }
}
