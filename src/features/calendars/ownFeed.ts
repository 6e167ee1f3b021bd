import type { Connection } from '../../database/connection.ts'
import type { Env } from '../../runtime/env/env.ts'
import { brand } from '../../shared/brand.ts'
import type { RegistrationState } from '../registrations/public.ts'
import { calendarHost, factsOf } from './eventEntry.ts'
import { writeFeed } from './ical/calendar.ts'
import type { CalendarEntry, EntryStatus } from './ical/entry.ts'
import type { Feed } from './publicFeeds.ts'
import { type OwnEntry, ownEntries } from './queries/ownEntries.ts'
import type { FeedOwner } from './queries/secretFeeds.ts'
import { sequenceOf, uids } from './rules.ts'
import { texts } from './texts.ts'

const statuses: Record<RegistrationState, EntryStatus> = {
  confirmed: 'CONFIRMED',
  waitlisted: 'TENTATIVE',
  offered: 'TENTATIVE',
  cancelled: 'CANCELLED',
}

/**
 * A registration as its owner sees it: under the identifier and the number of the entry in the emails. It has
 * no ticket code, because calendars are shared more freely than tickets.
 */
function ownEntry(own: OwnEntry, env: Env, language: FeedOwner['language']): CalendarEntry {
  const { calendarSequence, changedAt, organiserName, registrationId, state, title } = own
  const lastChange = [own.updatedAt, changedAt].toSorted().at(-1)!
  const isCancelled = state === 'cancelled'
  return {
    ...factsOf(own, env),
    title: state === 'confirmed' ? title : `${texts[language][state]}: ${title}`,
    uid: uids.registration(registrationId, calendarHost(env)),
    sequence: sequenceOf(calendarSequence, isCancelled),
    status: statuses[state],
    stamp: lastChange,
    lastModified: lastChange,
    isFree: state !== 'confirmed',
    // The platform's address, as in the emails: they do not reveal the organiser's own either.
    organiser: { name: organiserName ?? brand, email: env.MAIL_FROM },
  }
}

/** The registrations of a feed's owner, as a calendar in the owner's language. */
export async function readOwnFeed(
  connection: Connection,
  { id, language }: FeedOwner,
  env: Env,
  now: Date,
): Promise<Feed> {
  const rows = await ownEntries(connection, id, now)
  const entries = rows.map((own) => ownEntry(own, env, language))
  const content = await writeFeed(texts[language].ownCalendar, entries)
  return { content, fileName: 'my-events.ics' }
}
