/**
 * The flags that the code of the platform reads. A key that is not listed does not compile. All are on or
 * off, and on without a row in the database: the platform works as a whole unless staff decide otherwise.
 * A new key needs a migration that adds its row; `npm run flags:check` lists what is missing.
 */
export const platformFlags = {
  holds: 'Apps can hold seats while a form is filled in',
  'live-updates': 'Seats and registrations are pushed to clients as they change',
  offers: 'Freed places are offered to the waitlist where an event wants that',
  'public-pages': 'People see events in the browser, without an app',
  'search-engine': 'Searches go to the search engine, if SEARCH_URL names one',
} as const

export type PlatformFlag = keyof typeof platformFlags

export const isPlatformFlag = (key: string): key is PlatformFlag =>
  Object.hasOwn(platformFlags, key)

/** The value of a flag of the platform that the database does not have. */
export const platformDefault = true

/** Flags that the database reads: it knows their default and their kill switch, and no caller. */
const databaseFlags = new Set<string>(['offers'] satisfies PlatformFlag[])

/** Whether a flag can have no rules, no prerequisites and no schedule. */
export const isForEverybody = (key: string): boolean => databaseFlags.has(key)
