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

type Change = 'add' | 'remove'

/** The change that an email asks a calendar for. Undefined for emails to people who had no place. */
function changeOf(email: Email): Change | undefined {
  switch (email.kind) {
    case 'registrationConfirmed':
    case 'registrationPromoted':
    case 'registrationResized':
    case 'reminderDay':
    case 'reminderHour':
      return 'add'
    case 'eventChanged':
      return email.waiting ? undefined : 'add'
    case 'registrationCancelledByAttendee':
    case 'registrationCancelledByOrganiser':
    case 'eventCancelled':
      return email.invited === false ? undefined : 'remove'
    default:
      return undefined
  }
}

/**
 * An invitation and its cancellation need an organiser (RFC 5546, 3.2.2 and 3.2.5): calendars refuse them
 * without one. Then the entry is published, and has no attendee.
 */
function methodOf(change: Change, { organiser }: EmailEvent): ICalCalendarMethod {
  if (!organiser?.email) return ICalCalendarMethod.PUBLISH
  return change === 'add' ? ICalCalendarMethod.REQUEST : ICalCalendarMethod.CANCEL
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

const attendeeOf = ({ name, email }: Recipient) => ({
  name: parameter(name),
  email: address(email),
  status: ICalAttendeeStatus.ACCEPTED,
  rsvp: false,
})

function entryOf(
  { event, registration }: RegistrationEmail,
  change: Change,
  recipient: Recipient,
  site: { host: string; now: Date },
): ICalEventData {
  const cancelled = change === 'remove'
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
      ? { name: parameter(organiser.name ?? '') || brand, email: address(organiser.email) }
      : null,
    attendees: organiser?.email ? [attendeeOf(recipient)] : [],
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
  const change = changeOf(email)
  if (change === undefined || !('registration' in email)) return []
  const method = methodOf(change, email.event)
  const calendar = ical({
    method,
    prodId: { company: brand, product: `${brand} Platform` },
    timezone: { name: null, generator: (zone) => calendarZone(zone)?.description ?? null },
    events: [entryOf(email, change, recipient, { host: new URL(origin).host, now })],
  })
  return [
    {
      filename: change === 'remove' ? 'cancel.ics' : 'invite.ics',
      content: `${calendar.toString()}\r\n`,
      contentType: `text/calendar; charset=utf-8; method=${method}`,
    },
  ]
}
