import type { RegistrationLetter } from '../emails.ts'
import type { Say } from '../messages/sayIn.ts'
import { type Clock, momentFor } from '../times.ts'
import { oneLine } from '../untrustedText.ts'
import { changeBlocks } from './changes.ts'
import type { Block, Message, Tone } from './content.ts'
import { eventButton, eventFacts, placesFact, ticketFacts } from './event.ts'

const statuses = {
  registrationConfirmed: ['status.confirmed', 'good'],
  registrationPromoted: ['status.confirmed', 'good'],
  registrationWaitlisted: ['status.waitlisted', 'waiting'],
  registrationOffered: ['status.offered', 'waiting'],
  offerExpired: ['status.offerExpired', 'plain'],
  registrationCancelledByAttendee: ['status.cancelled', 'plain'],
  registrationCancelledByOrganiser: ['status.cancelled', 'bad'],
  eventCancelled: ['status.eventCancelled', 'bad'],
  eventChanged: ['status.changed', 'waiting'],
  reminderDay: ['status.reminder', 'good'],
  reminderHour: ['status.reminder', 'good'],
} as const satisfies Record<RegistrationLetter['kind'], [string, Tone]>

const text = (said: string): Block => ({ kind: 'text', text: said })
const note = (said: string): Block => ({ kind: 'note', text: said })

/** What has happened, in a sentence or two; an inbox shows it beside the subject. */
function news(letter: RegistrationLetter, clock: Clock): string {
  const { say } = clock
  const { seats } = letter.registration
  switch (letter.kind) {
    case 'registrationWaitlisted':
      return say('registrationWaitlisted.text', { position: letter.position })
    case 'registrationOffered':
      return say('registrationOffered.text', {
        seats,
        until: momentFor(letter.acceptUntil, clock),
      })
    case 'eventChanged':
      if (letter.offered) return say('eventChanged.offered')
      return letter.waiting ? say('eventChanged.waiting') : say('eventChanged.text', { seats })
    case 'eventCancelled':
    case 'reminderDay':
    case 'reminderHour':
      return say(`${letter.kind}.text`)
    default:
      return say(`${letter.kind}.text`, { seats })
  }
}

function reasonBlocks(reason: string | undefined, say: Say): Block[] {
  return reason ? [{ kind: 'quote', label: say('organiserWrites'), text: reason }] : []
}

/** What follows the news, down to the last line. */
function rest(letter: RegistrationLetter, clock: Clock): Block[] {
  const { say } = clock
  const { event, registration } = letter
  const facts = eventFacts(event, clock)
  const about: Block = { kind: 'facts', facts }
  const ticket: Block = { kind: 'facts', facts: [...facts, ...ticketFacts(registration, clock)] }
  const button = eventButton(event, clock)
  switch (letter.kind) {
    case 'registrationConfirmed':
    case 'registrationPromoted':
      return [ticket, ...button, note(say('calendarAdds')), note(say('cannotCome'))]
    case 'registrationOffered':
    case 'registrationWaitlisted': {
      const next =
        letter.kind === 'registrationOffered'
          ? say('registrationOffered.next')
          : say('registrationWaitlisted.next', registration)
      return [
        text(next),
        { kind: 'facts', facts: [...facts, placesFact(registration, clock)] },
        ...button,
      ]
    }
    case 'offerExpired':
      return [text(say('offerExpired.next')), about, ...button]
    case 'registrationCancelledByAttendee': {
      const next = text(say('registrationCancelledByAttendee.next'))
      return [next, about, ...button, note(say('calendarRemoves'))]
    }
    case 'registrationCancelledByOrganiser':
    case 'eventCancelled':
      return [...reasonBlocks(letter.reason, say), about, note(say('calendarRemoves'))]
    case 'eventChanged': {
      const changes = changeBlocks(letter.changes, event, clock)
      const heading: Block = { kind: 'heading', text: say('theEventNow') }
      return letter.waiting
        ? [...changes, heading, about, ...button]
        : [...changes, heading, ticket, ...button, note(say('calendarUpdates'))]
    }
    case 'reminderDay':
    case 'reminderHour':
      return [ticket, ...button, note(say('calendarAdds'))]
  }
}

/** What a letter about somebody's registration says. */
export function registrationMessage(letter: RegistrationLetter, clock: Clock): Message {
  const { say } = clock
  const { event, registration } = letter
  const [status, tone] = statuses[letter.kind]
  const preview = news(letter, clock)
  return {
    // A subject is one line in a list: the beginning of a long title says which event it is.
    subject: say(`${letter.kind}.subject`, {
      title: oneLine(event.title, 100),
      seats: registration.seats,
    }),
    preview,
    status: { text: say(status), tone },
    title: event.title,
    blocks: [text(preview), ...rest(letter, clock)],
    footer: 'footer.registration',
  }
}
