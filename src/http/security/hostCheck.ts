import type { Env } from '../../runtime/env/env.ts'

const loopback = ['localhost', '127.0.0.1', '[::1]']

/** The host names of the platform, as configured; undefined when every name is allowed. */
function namesOf({ ALLOWED_HOSTS, PUBLIC_URL }: Env): string[] | undefined {
  const own = PUBLIC_URL ? [new URL(PUBLIC_URL).hostname] : []
  if (ALLOWED_HOSTS) return ALLOWED_HOSTS.includes('*') ? undefined : [...ALLOWED_HOSTS, ...own]
  // A `PUBLIC_URL` on localhost, as in the compose file, says nothing about the names of the server.
  return own.length === 0 || loopback.includes(own[0]!) ? undefined : [...own, ...loopback]
}

/** The name in a `Host` header, without the port and without the dot of the DNS root. */
const nameIn = (host: string) => host.toLowerCase().replace(/:\d+$/, '').replace(/\.$/, '')

/** Whether the header is a host and nothing else. What follows a host would become part of a path. */
const isReadable = (host: string) => !/[/\\?#@]/.test(host) && URL.canParse(`http://${host}`)

const unreadable = 'The Host header cannot be read.'
const unknown =
  'This server does not go by the name in the Host header. Its operator can add names to ALLOWED_HOSTS.'

/**
 * Makes the check of the `Host` header: it returns the error, or undefined. Without `ALLOWED_HOSTS` the
 * name in `PUBLIC_URL` and the names of localhost are allowed; without both, every name is.
 */
export function hostCheck(env: Env): (host: string | undefined) => string | undefined {
  const names = namesOf(env)
  const exact = new Set(names)
  const below = (names ?? []).filter((name) => name.startsWith('*.')).map((name) => name.slice(1))
  const isOurs = (name: string) => exact.has(name) || below.some((end) => name.endsWith(end))
  let last: string | undefined
  return (host) => {
    if (host === undefined) return names && unknown
    // Nearly every request has the same host.
    if (host === last) return undefined
    if (!isReadable(host)) return unreadable
    if (names && !isOurs(nameIn(host))) return unknown
    last = host
    return undefined
  }
}
