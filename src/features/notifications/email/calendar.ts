import ical, {
  ICalAttendeeStatus,
  ICalCalendarMethod,
  ICalEventStatus,
  type ICalEventData,
} from 'ical-generator'
import { DateTime } from 'luxon'

import { brand } from './content/content.ts'
import { calendarZone, representsInstant } from './calendarZone.ts'
import type { Attachment, Email, EmailEvent, Recipient, RegistrationEmail } from './emails.ts'
import { webLink } from './links.ts'
import { emailLine } from './untrustedText.ts'

type Method = ICalCalendarMethod.REQUEST | ICalCalendarMethod.CANCEL

/** The change that an email asks a calendar for. Undefined for emails to people without a place. */
function methodOf(email: Email): Method | undefined {
  switch (email.kind) {
    case 'registrationConfirmed':
    case 'registrationPromoted':
    case 'registrationResized':
    case 'reminderDay':
    case 'reminderHour':
      return ICalCalendarMethod.REQUEST
    case 'eventChanged':
      return email.waiting ? undefined : ICalCalendarMethod.REQUEST
    case 'registrationCancelledByAttendee':
    case 'registrationCancelledByOrganiser':
    case 'eventCancelled':
      return ICalCalendarMethod.CANCEL
    default:
      return undefined
  }
}

/**
 * The zone of the entry's local times. With a zone, the entry stays right when a government moves the
 * clocks. Undefined, and then UTC, when a local time is ambiguous.
 */
function zoneOf({ startDate, endDate, timezone }: EmailEvent) {
  const zone = calendarZone(timezone)
  const clear = zone && representsInstant(zone, startDate) && representsInstant(zone, endDate)
  return clear ? zone : undefined
}

/** A parameter cannot contain a quotation mark (RFC 5545, 3.1), and a backslash would be doubled. */
const parameter = (name: string) => emailLine(name.replace(/["\\]/g, ' '), 100)

const address = (email: string) => emailLine(email, 320)

function entryOf(
  { event, registration }: RegistrationEmail,
  method: Method,
  recipient: Recipient,
  site: { host: string; now: Date },
): ICalEventData {
  const cancelled = method === ICalCalendarMethod.CANCEL
  const { organiser } = event
  const link = webLink(event.link)
  return {
    id: `registration-${registration.id}@${site.host}`,
    // A cancellation counts as a change: calendars may ignore it under the number of the cancelled entry.
    sequence: event.calendarSequence + (cancelled ? 1 : 0),
    status: cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    stamp: site.now,
    start: DateTime.fromISO(event.startDate),
    end: DateTime.fromISO(event.endDate),
    timezone: zoneOf(event)?.id ?? null,
    summary: event.title,
    location: event.location || null,
    description: event.description || null,
    url: link ?? null,
    organizer: organiser?.email
      ? { name: parameter(organiser.name) || organiser.email, email: address(organiser.email) }
      : null,
    attendees: [
      {
        name: parameter(recipient.name),
        email: address(recipient.email),
        status: ICalAttendeeStatus.ACCEPTED,
        rsvp: false,
      },
    ],
  }
}

/**
 * The calendar entry of an email (RFC 5545 and 5546), or no attachment. The registration's id and the
 * host of `origin` identify the entry, so a later email updates it.
 */
export function calendarOf(
  email: Email,
  recipient: Recipient,
  { origin, now }: { origin: string; now: Date },
): Attachment[] {
  const method = methodOf(email)
  if (method === undefined || !('registration' in email)) return []
  const calendar = ical({
    method,
    prodId: { company: brand, product: `${brand} Platform` },
    timezone: { name: null, generator: (zone) => calendarZone(zone)?.description ?? null },
    events: [entryOf(email, method, recipient, { host: new URL(origin).host, now })],
  })
  return [
    {
      filename: method === ICalCalendarMethod.CANCEL ? 'cancel.ics' : 'invite.ics',
      content: `${calendar.toString()}\r\n`,
      contentType: `text/calendar; charset=utf-8; method=${method}`,
    },
  ]
}
