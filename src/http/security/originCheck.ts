import type { IncomingMessage } from 'node:http'

import type { Env } from '../../runtime/env/env.ts'
import { Refusal } from '../../shared/errors/Refusal.ts'
import { hasSessionCookie, hasWebSession } from './sessionCookie.ts'

/** Methods that change nothing (RFC 9110, 9.2.1). */
const safe = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE'])

const withoutScheme = (origin: string) => origin.slice(origin.indexOf('://') + 3)

/** Bodies that a page of any origin may send without asking first, as a form does (Fetch, 2.2.2). */
const formTypes = /^\s*(?:application\/x-www-form-urlencoded|multipart\/form-data|text\/plain)/i

/**
 * Whether a page of another site may have sent it without a preflight. Over plain http a browser does not
 * say that it is a form. A body without a type can be sent by `fetch`.
 */
function isForm(headers: IncomingMessage['headers']) {
  if (headers['sec-fetch-mode'] === 'navigate') return true
  if (headers.authorization !== undefined) return false
  const type = headers['content-type']
  if (type !== undefined) return formTypes.test(type)
  return Boolean(headers['transfer-encoding'] ?? Number(headers['content-length'] ?? 0))
}

const hasSession = ({ cookie, authorization }: IncomingMessage['headers']) =>
  authorization === undefined && (hasSessionCookie(cookie) || hasWebSession(cookie))

/** Makes the check whether a page of this server or of a trusted origin has sent a request, or no browser. */
export function isFromOwnPage({ CORS_ALLOWED_ORIGINS = [], PUBLIC_URL }: Env) {
  const trusted = new Set(CORS_ALLOWED_ORIGINS)
  trusted.delete('*')
  if (PUBLIC_URL) trusted.add(new URL(PUBLIC_URL).origin)

  return ({ origin, host, 'sec-fetch-site': site }: IncomingMessage['headers']): boolean => {
    if (site === 'same-origin' || site === 'none') return true
    if (origin === undefined) return site === undefined
    if (trusted.has(origin)) return true
    return site === undefined && withoutScheme(origin) === host?.toLowerCase()
  }
}

/**
 * Refuses requests that a page of another site has a browser send in its user's name. Requests with a
 * token are not checked: only the app itself sends its token, but a browser sends its cookies for any
 * page.
 *
 * A browser names the sender in `Sec-Fetch-Site` on encrypted connections, and in `Origin` with every
 * request that may change something. A request without both comes from no browser. A form of another
 * site is refused even without a cookie: it could sign the user in to an account of somebody else.
 *
 * @returns a check that throws a {Refusal} 403 for such a request
 */
export function originCheck(env: Env) {
  const isOwnPage = isFromOwnPage(env)

  return ({ method, headers }: IncomingMessage): void => {
    if (safe.has(method!)) return
    if (!hasSession(headers) && !isForm(headers)) return
    if (isOwnPage(headers)) return
    throw new Refusal(
      403,
      'foreign_origin',
      'This request was sent by a page of another site, which may not act in your name.',
    )
  }
}
