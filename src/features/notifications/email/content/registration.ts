import type { RegistrationEmail } from '../emails.ts'
import type { Say } from '../messages/sayIn.ts'
import { type Clock, momentFor } from '../times.ts'
import { singleLine } from '../untrustedText.ts'
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
} as const satisfies Record<RegistrationEmail['kind'], [string, Tone]>

const text = (said: string): Block => ({ kind: 'text', text: said })
const note = (said: string): Block => ({ kind: 'note', text: said })

/** What has happened, in a sentence or two; an inbox shows it beside the subject. */
function news(email: RegistrationEmail, clock: Clock): string {
  const { say } = clock
  const { seats } = email.registration
  switch (email.kind) {
    case 'registrationWaitlisted':
      return say('registrationWaitlisted.text', { position: email.position })
    case 'registrationOffered':
      return say('registrationOffered.text', {
        seats,
        until: momentFor(email.acceptUntil, clock),
      })
    case 'eventChanged':
      if (email.offered) return say('eventChanged.offered')
      return email.waiting ? say('eventChanged.waiting') : say('eventChanged.text', { seats })
    case 'eventCancelled':
    case 'reminderDay':
    case 'reminderHour':
      return say(`${email.kind}.text`)
    default:
      return say(`${email.kind}.text`, { seats })
  }
}

function reasonBlocks(reason: string | undefined, say: Say): Block[] {
  return reason ? [{ kind: 'quote', label: say('organiserWrites'), text: reason }] : []
}

/** What follows the news, down to the last line. */
function rest(email: RegistrationEmail, clock: Clock): Block[] {
  const { say } = clock
  const { event, registration } = email
  const facts = eventFacts(event, clock)
  const about: Block = { kind: 'facts', facts }
  const ticket: Block = { kind: 'facts', facts: [...facts, ...ticketFacts(registration, clock)] }
  const button = eventButton(event, clock)
  switch (email.kind) {
    case 'registrationConfirmed':
    case 'registrationPromoted':
      return [ticket, ...button, note(say('calendarAdds')), note(say('cannotCome'))]
    case 'registrationOffered':
    case 'registrationWaitlisted': {
      const next =
        email.kind === 'registrationOffered'
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
      return [...reasonBlocks(email.reason, say), about, note(say('calendarRemoves'))]
    case 'eventChanged': {
      const changes = changeBlocks(email.changes, event, clock)
      const heading: Block = { kind: 'heading', text: say('theEventNow') }
      return email.waiting
        ? [...changes, heading, about, ...button]
        : [...changes, heading, ticket, ...button, note(say('calendarUpdates'))]
    }
    case 'reminderDay':
    case 'reminderHour':
      return [ticket, ...button, note(say('calendarAdds'))]
  }
}

/** What an email about somebody's registration says. */
export function registrationMessage(email: RegistrationEmail, clock: Clock): Message {
  const { say } = clock
  const { event, registration } = email
  const [status, tone] = statuses[email.kind]
  const preview = news(email, clock)
  return {
    // A subject is one line in a list: the beginning of a long title says which event it is.
    subject: say(`${email.kind}.subject`, {
      title: singleLine(event.title, 100),
      seats: registration.seats,
    }),
    preview,
    status: { text: say(status), tone },
    title: event.title,
    blocks: [text(preview), ...rest(email, clock)],
    footer: 'footer.registration',
  }
}
