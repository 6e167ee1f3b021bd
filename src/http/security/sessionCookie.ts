import { parseCookies } from 'payload'

/** The cookie in which Payload holds a session of the panel. */
const panelCookie = 'payload-token'

const webCookie = 'robo-events-session'

/**
 * The cookie in which the public pages hold a session. The prefix keeps other hosts of the domain from setting
 * it (RFC 6265bis, 4.1.3.2); browsers accept it over TLS only.
 */
export const webSessionCookie = (isEncrypted: boolean): string =>
  isEncrypted ? `__Host-${webCookie}` : webCookie

const isPresent = (cookie: string | undefined, part: string, names: string[]) => {
  // Nearly all cookies are of others: they are not parsed.
  if (!cookie?.includes(part)) return false
  const cookies = parseCookies(new Headers({ cookie }))
  return names.some((name) => cookies.has(name))
}

/** Whether a `Cookie` header has a session of the public pages. Nobody has checked whether it still is one. */
export const hasWebSession = (cookie: string | undefined): boolean =>
  isPresent(cookie, webCookie, [webSessionCookie(true), webSessionCookie(false)])

/** Whether a `Cookie` header has a session that Payload would read. Other cookies mean nothing there. */
export const hasSessionCookie = (cookie: string | undefined): boolean =>
  isPresent(cookie, panelCookie, [panelCookie])
