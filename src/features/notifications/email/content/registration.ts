import { boundedLine } from '../../../../shared/boundedText.ts'
import type { RegistrationEmail } from '../emails.ts'
import type { Translate } from '../messages/translate.ts'
import { type Reader, formatMoment, type SiteReader } from '../times.ts'
import { isolated } from '../../../../shared/direction.ts'
import { changeBlocks } from './changes.ts'
import type { Block, Message, Tone } from './content.ts'
import {
  calendarBlock,
  eventButton,
  eventFacts,
  placesFact,
  registrationButton,
  ticketFacts,
} from './event.ts'

const statuses = {
  registrationConfirmed: ['status.confirmed', 'good'],
  registrationPromoted: ['status.confirmed', 'good'],
  registrationWaitlisted: ['status.waitlisted', 'waiting'],
  registrationOffered: ['status.offered', 'waiting'],
  offerExpired: ['status.offerExpired', 'plain'],
  registrationResized: ['status.confirmed', 'good'],
  partyTooLarge: ['status.waitlisted', 'bad'],
  registrationCancelledByAttendee: ['status.cancelled', 'plain'],
  registrationCancelledByOrganiser: ['status.cancelled', 'bad'],
  eventCancelled: ['status.eventCancelled', 'bad'],
  eventChanged: ['status.changed', 'waiting'],
  reminderDay: ['status.reminder', 'good'],
  reminderHour: ['status.reminder', 'good'],
} as const satisfies Record<RegistrationEmail['kind'], [string, Tone]>

const text = (said: string): Block => ({ kind: 'text', text: said })
const note = (said: string): Block => ({ kind: 'note', text: said })

/** The news in one or two sentences. An inbox shows it after the subject. */
function summary(email: RegistrationEmail, reader: Reader): string {
  const { translate } = reader
  const { seats } = email.registration
  switch (email.kind) {
    case 'registrationWaitlisted':
      return translate('registrationWaitlisted.text', { position: email.position })
    case 'registrationOffered':
      return translate('registrationOffered.text', {
        seats,
        until: formatMoment(email.acceptUntil, reader),
      })
    case 'partyTooLarge':
      return translate('partyTooLarge.text', { seats, largest: email.largest })
    case 'eventChanged':
      if (email.offered) return translate('eventChanged.offered')
      return email.waiting
        ? translate('eventChanged.waiting')
        : translate('eventChanged.text', { seats })
    case 'eventCancelled':
    case 'reminderDay':
    case 'reminderHour':
      return translate(`${email.kind}.text`)
    default:
      return translate(`${email.kind}.text`, { seats })
  }
}

function reasonBlocks(reason: string | undefined, translate: Translate): Block[] {
  return reason
    ? [{ kind: 'quote', label: translate('organiserWrites'), text: isolated(reason) }]
    : []
}

/** The blocks after the summary. */
function detailBlocks(email: RegistrationEmail, reader: SiteReader): Block[] {
  const { translate } = reader
  const { event, registration } = email
  const facts = eventFacts(event, reader)
  const about: Block = { kind: 'facts', facts }
  const ticket: Block = { kind: 'facts', facts: [...facts, ...ticketFacts(registration, reader)] }
  const button = eventButton(event, reader)
  const own = registrationButton(event, registration, reader)
  const toCalendar = [note(translate('calendarAdds')), calendarBlock(event, reader)]
  const wasInvited = !('invited' in email) || email.invited !== false
  const removal = wasInvited ? [note(translate('calendarRemoves'))] : []
  switch (email.kind) {
    case 'registrationConfirmed':
    case 'registrationPromoted':
    case 'registrationResized':
      return [ticket, ...own, ...toCalendar, note(translate('cannotCome'))]
    case 'registrationOffered':
    case 'registrationWaitlisted': {
      const next =
        email.kind === 'registrationOffered'
          ? translate('registrationOffered.next')
          : translate('registrationWaitlisted.next', registration)
      return [
        text(next),
        { kind: 'facts', facts: [...facts, placesFact(registration, reader)] },
        ...(email.kind === 'registrationOffered'
          ? registrationButton(event, registration, reader, 'acceptOffer')
          : own),
      ]
    }
    case 'partyTooLarge':
      return [text(translate('partyTooLarge.next')), about, ...own]
    case 'offerExpired':
      return [text(translate('offerExpired.next')), about, ...button]
    case 'registrationCancelledByAttendee': {
      const next = text(translate('registrationCancelledByAttendee.next'))
      return [next, about, ...button, ...removal]
    }
    case 'registrationCancelledByOrganiser':
    case 'eventCancelled':
      return [...reasonBlocks(email.reason, translate), about, ...removal]
    case 'eventChanged': {
      const changes = changeBlocks(email.changes, event, reader)
      const heading: Block = { kind: 'heading', text: translate('theEventNow') }
      return email.waiting
        ? [...changes, heading, about, ...own]
        : [
            ...changes,
            heading,
            ticket,
            ...own,
            note(translate('calendarUpdates')),
            calendarBlock(event, reader),
          ]
    }
    case 'reminderDay':
    case 'reminderHour':
      return [ticket, ...own, ...toCalendar]
  }
}

/** The content of an email about a registration. */
export function registrationMessage(email: RegistrationEmail, reader: SiteReader): Message {
  const { translate } = reader
  const { event, registration } = email
  const [status, tone] = statuses[email.kind]
  const preview = summary(email, reader)
  return {
    // An inbox shows the subject on one line: the beginning of a long title is enough.
    subject: translate(`${email.kind}.subject`, {
      title: isolated(boundedLine(event.title, 100)),
      seats: registration.seats,
    }),
    preview,
    status: { text: translate(status), tone },
    title: isolated(event.title),
    blocks: [text(preview), ...detailBlocks(email, reader)],
    footer: 'footer.registration',
  }
}
