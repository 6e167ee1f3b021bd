import { isIP } from 'node:net'

import { isLongerThan } from '../../../shared/characters.ts'
import { maxLengths } from '../rules.ts'
import { isPublicAddress } from './publicAddress.ts'

/** What the environment allows. */
export interface UrlPolicy {
  /** Addresses inside and any port, for tests. Plain http, too. */
  allowsPrivate: boolean
  /** Plain http to public addresses, for development. */
  allowsHttp: boolean
}

/** Ports on which public servers offer https, and http in development. */
const ports = { 'https:': ['', '8443'], 'http:': ['', '8080'] } as const

/** Names of one network or machine (RFC 6761, RFC 6762, RFC 8375, ICANN's `internal`, and customs). */
const insideNames =
  /(^|\.)(localhost|localdomain|local|internal|intranet|private|lan|home|corp|home\.arpa)$/

/** A name of DNS, after the parser has turned other scripts into ASCII. */
const domain = /^(?:[\w-]{1,63}\.)+[\w-]{2,63}$/

const inside = 'The address is inside a private network. Enter one that the internet can reach.'

/** Characters that a URL cannot have, and that parsers remove or take for others. */
// eslint-disable-next-line no-control-regex -- the pattern has to name these characters
const unfit = /[\u0000-\u0020\u007F-\u00A0\u2000-\u200F\u2028-\u202F\u2060-\u206F\\\uFEFF]/

function hostProblem(hostname: string): string | undefined {
  const literal = hostname.startsWith('[') ? hostname.slice(1, -1) : hostname
  if (isIP(literal) !== 0) return isPublicAddress(literal) ? undefined : inside
  const name = hostname.replace(/\.$/, '')
  // Names of containers and of machines in the same network have no dot.
  if (insideNames.test(name) || !name.includes('.')) return inside
  return domain.test(name) ? undefined : 'Enter a valid URL.'
}

function schemeProblem(
  { protocol, port }: URL,
  { allowsHttp, allowsPrivate }: UrlPolicy,
): string | undefined {
  if (protocol !== 'https:' && protocol !== 'http:') return 'Enter a URL that begins with https://.'
  if (allowsPrivate) return undefined
  if (protocol === 'http:' && !allowsHttp) return 'Enter a URL that begins with https://.'
  const allowed: readonly string[] = ports[protocol]
  if (allowed.includes(port)) return undefined
  return `The port ${port} is not allowed. Use the usual one, or ${allowed[1]!}.`
}

/**
 * What is wrong with the URL of a receiver, in a sentence; undefined for one that may be called. Names are
 * resolved only when the platform connects, and their addresses are checked then.
 */
export function urlProblem(text: string, policy: UrlPolicy): string | undefined {
  if (isLongerThan(text, maxLengths.url)) {
    return `Ensure this field has no more than ${maxLengths.url} characters.`
  }
  if (unfit.test(text) || !URL.canParse(text)) return 'Enter a valid URL.'
  const url = new URL(text)
  const problem = schemeProblem(url, policy)
  if (problem) return problem
  if (!/^https?:\/\/[^/]/i.test(text)) return 'Enter a valid URL.'
  if (url.username !== '' || url.password !== '') {
    return 'The URL must not contain a username or password.'
  }
  if (text.includes('#')) return 'The URL must not have a part after #: it is never sent.'
  return policy.allowsPrivate ? undefined : hostProblem(url.hostname)
}
