import type { Env } from '../../runtime/env/env.ts'

const loopback = ['localhost', '127.0.0.1', '[::1]']

/** The names that the platform answers to, by what is set; undefined for any. */
function namesOf({ ALLOWED_HOSTS, PUBLIC_URL }: Env): string[] | undefined {
  const own = PUBLIC_URL ? [new URL(PUBLIC_URL).hostname] : []
  if (ALLOWED_HOSTS) return ALLOWED_HOSTS.includes('*') ? undefined : [...ALLOWED_HOSTS, ...own]
  // A public URL of this very machine, as the compose file has it, is no name that others go by.
  return own.length === 0 || loopback.includes(own[0]!) ? undefined : [...own, ...loopback]
}

/** The name in a `Host` header: without its port, and without the dot that stands for the root. */
const nameIn = (host: string) => host.toLowerCase().replace(/:\d+$/, '').replace(/\.$/, '')

/** Whether it is a host and nothing more: what follows one would be read as a path of ours. */
const isReadable = (host: string) => !/[/\\?#@]/.test(host) && URL.canParse(`http://${host}`)

const unreadable = 'The Host header cannot be read.'
const unknown =
  'This server does not go by the name in the Host header. Its operator can add names to ALLOWED_HOSTS.'

/**
 * What is wrong with the name that a request calls the platform by; undefined when nothing is. Without
 * `ALLOWED_HOSTS` it goes by the name in `PUBLIC_URL`, and by this very machine's; by any, when that
 * says nothing either.
 */
export function hostCheck(env: Env): (host: string | undefined) => string | undefined {
  const names = namesOf(env)
  const exact = new Set(names)
  const below = (names ?? []).filter((name) => name.startsWith('*.')).map((name) => name.slice(1))
  const isOurs = (name: string) => exact.has(name) || below.some((end) => name.endsWith(end))
  let last: string | undefined
  return (host) => {
    if (host === undefined) return names && unknown
    // Nearly every request says the same.
    if (host === last) return undefined
    if (!isReadable(host)) return unreadable
    if (names && !isOurs(nameIn(host))) return unknown
    last = host
    return undefined
  }
}
