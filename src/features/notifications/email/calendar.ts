import { type CalendarEntry, sequenceOf, uids, writeCalendar } from '../../calendars/public.ts'
import { brand } from '../../../shared/brand.ts'
import type { Attachment, Email, EmailEvent, Recipient, RegistrationEmail } from './emails.ts'
import { webLink } from './links.ts'

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
function methodOf(change: Change, { organiser }: EmailEvent) {
  if (!organiser?.email) return 'PUBLISH'
  return change === 'add' ? 'REQUEST' : 'CANCEL'
}

function entryOf(
  { event, registration }: RegistrationEmail,
  change: Change,
  { email, name }: Recipient,
  site: { host: string; now: Date },
): CalendarEntry {
  const cancelled = change === 'remove'
  const { organiser, calendarSequence, link, ...facts } = event
  const isInvitation = organiser?.email !== undefined && organiser.email !== ''
  return {
    ...facts,
    uid: uids.registration(registration.id, site.host),
    sequence: sequenceOf(calendarSequence, cancelled),
    status: cancelled ? 'CANCELLED' : 'CONFIRMED',
    stamp: site.now.toISOString(),
    url: webLink(link),
    ...(isInvitation
      ? {
          organiser: { name: organiser.name || brand, email: organiser.email! },
          attendee: { name, email },
        }
      : {}),
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
  const entry = entryOf(email, change, recipient, { host: new URL(origin).host, now })
  return [
    {
      filename: change === 'remove' ? 'cancel.ics' : 'invite.ics',
      content: writeCalendar(method, entry),
      contentType: `text/calendar; charset=utf-8; method=${method}`,
    },
  ]
}
