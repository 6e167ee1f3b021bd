/** The rules of calendars. Pure: the caller passes what depends on the time. */

/** The most events of a feed. */
export const maxFeedEvents = 1000

/** Days for which a person's own feed keeps events that are over. */
export const pastDays = 365

/** The most entries of a person's own feed, the latest first. */
export const maxOwnEntries = 500

/** The most characters of each text in an entry. A description may have 200,000, and a feed 1,000 events. */
export const maxEntryLengths = { title: 200, location: 255, description: 1000, name: 100 } as const

/**
 * The identifiers of entries (UID). A calendar that gets an entry twice, in an email and in a feed, shows
 * it once. They never change, so they hold the configured host and not that of a request.
 */
export const uids = {
  event: (id: number, host: string): string => `event-${id}@${host}`,
  registration: (id: number, host: string): string => `registration-${id}@${host}`,
  series: (id: number, host: string): string => `series-${id}@${host}`,
}

/**
 * The number of an entry's version: calendars keep the entry with the highest one. The end of a registration
 * counts as a change, because calendars may ignore it under the number of the entry that it ends.
 *
 * @param calendarSequence of the event; the database raises it with each change that an entry shows
 */
export const sequenceOf = (calendarSequence: number, isCancelled: boolean): number =>
  calendarSequence + (isCancelled ? 1 : 0)
