import { parseCookies } from 'payload'

/** The cookie in which Payload holds a session of the panel. */
const name = 'payload-token'

/** Whether a `Cookie` header has a session that Payload would read. Other cookies mean nothing here. */
export const hasSessionCookie = (cookie: string | undefined): boolean =>
  // Nearly all cookies are of others: they are not parsed.
  (cookie?.includes(name) ?? false) && parseCookies(new Headers({ cookie: cookie! })).has(name)
