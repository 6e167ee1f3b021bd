import ical, {
  ICalAttendeeStatus,
  ICalCalendarMethod,
  ICalEventStatus,
  type ICalEventData,
} from 'ical-generator'
import { DateTime } from 'luxon'

import { brand } from './content/content.ts'
import { calendarZone, tellsInstant } from './calendarZone.ts'
import type { Attachment, Email, EmailEvent, Recipient, RegistrationEmail } from './emails.ts'
import { webLink } from './links.ts'
import { singleLine } from './untrustedText.ts'

type Method = ICalCalendarMethod.REQUEST | ICalCalendarMethod.CANCEL

/** What an email asks a calendar to do; nothing for those who have no place, and no email but these. */
function methodOf(email: Email): Method | undefined {
  switch (email.kind) {
    case 'registrationConfirmed':
    case 'registrationPromoted':
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
 * The zone whose wall clock the entry is kept by, so that it stays right when a government moves the
 * clocks; none, and then UTC, where a wall clock would not tell which instant is meant.
 */
function zoneOf({ startDate, endDate, timezone }: EmailEvent) {
  const zone = calendarZone(timezone)
  const clear = zone && tellsInstant(zone, startDate) && tellsInstant(zone, endDate)
  return clear ? zone : undefined
}

/** In parameters a quotation mark cannot be written (RFC 5545, 3.1), and a backslash is doubled. */
const parameter = (name: string) => singleLine(name.replace(/["\\]/g, ' '), 100)

const address = (email: string) => singleLine(email, 320)

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
    // A cancellation counts as a change: with the number of what it cancels, it might be passed over.
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
 * The calendar entry that goes with an email (RFC 5545 and 5546), if one does. It is known again by the
 * registration's number and the host of `origin`, whatever has changed since.
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
