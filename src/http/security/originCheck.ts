import type { IncomingMessage } from 'node:http'

import type { Env } from '../../runtime/env/env.ts'
import { Refusal } from '../../shared/errors/Refusal.ts'

/** Methods that change nothing (RFC 9110, 9.2.1). */
const safe = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE'])

const withoutScheme = (origin: string) => origin.slice(origin.indexOf('://') + 3)

const hasSession = ({ cookie, authorization }: IncomingMessage['headers']) =>
  authorization === undefined && (cookie?.includes('payload-token=') ?? false)

/**
 * Refuses what a page of somebody else has a browser send in its user's name. Apps are not
 * concerned: a token is sent by the app alone, a cookie by the browser, whoever asks it to.
 *
 * Browsers say where a request comes from, in `Sec-Fetch-Site` on encrypted connections and in
 * `Origin` with every request that may change something. What says neither is sent by no browser, and
 * so in nobody else's name. A form that another site sends is refused also without a cookie: it could
 * sign somebody in to an account that is not theirs.
 *
 * @returns a check that throws a {Refusal}, 403, for such a request
 */
export function originCheck({ CORS_ALLOWED_ORIGINS = [], PUBLIC_URL }: Env) {
  const trusted = new Set(CORS_ALLOWED_ORIGINS)
  trusted.delete('*')
  if (PUBLIC_URL) trusted.add(new URL(PUBLIC_URL).origin)

  function comesFromUs({ origin, host, 'sec-fetch-site': site }: IncomingMessage['headers']) {
    if (site === 'same-origin' || site === 'none') return true
    if (origin === undefined) return site === undefined
    if (trusted.has(origin)) return true
    return site === undefined && withoutScheme(origin) === host?.toLowerCase()
  }

  return ({ method, headers }: IncomingMessage): void => {
    if (safe.has(method!)) return
    const isForm = headers['sec-fetch-mode'] === 'navigate'
    if (!isForm && !hasSession(headers)) return
    if (comesFromUs(headers)) return
    throw new Refusal(
      403,
      'foreign_origin',
      'This request was sent by a page of another site, which may not act in your name.',
    )
  }
}
