import type { IncomingMessage } from 'node:http'
import { parse as parseQuery } from 'node:querystring'

import { type RequestContext } from '../../shared/requestContext.ts'
import { wrongPaging } from '../payload/checkPaging.ts'

/** What an anonymous request asks for that everybody is answered alike. */
export interface CacheableRequest {
  kind: 'list' | 'event' | 'rest'
  /** The event of `event`, as it stands in the path. */
  id: string
  /** Scheme and host by which clients reach this server. */
  origin: string
  /** Path and query, as they were sent. */
  url: string
  key: string
  route: string
}

/** A longer one is nobody's but a stranger's who fills up the memory. */
const longest = 1000

/** Payload's session; other cookies say nothing to the API. */
const session = /(?:^|[;\s])payload-token=/

/** The same that the bridge refuses: it would make a URL of another path. */
const wrongHost = /[/\\?#@\s]/

const paths: [CacheableRequest['kind'], string, RegExp][] = [
  ['list', 'GET /api/v1/events/', /^\/api\/(?:v1\/events\/?|events\/)$/],
  [
    'event',
    'GET /api/v1/events/{id}/',
    /^\/api\/(?:v1\/events\/(\d{1,10})\/?|events\/(\d{1,10})\/)$/,
  ],
  ['rest', 'GET /api/events', /^\/api\/events$/],
  ['rest', 'GET /api/events/{id}', /^\/api\/events\/\d{1,10}$/],
]

/**
 * Whether answers to it may be shared: nobody has signed in, and nothing about the request but its
 * address has a part in the answer.
 */
const isAnonymous = ({ headers }: IncomingMessage) =>
  headers.authorization === undefined &&
  (headers.cookie === undefined || !session.test(headers.cookie)) &&
  headers['transfer-encoding'] === undefined &&
  headers.expect === undefined &&
  headers.upgrade === undefined &&
  !Number(headers['content-length'])

/**
 * Filters by what other documents hold are left out: an answer is outdated by changes of what it
 * shows, and those would change what it does not. So is what Express refuses before Payload is asked.
 */
function isPlainQuery(text: string): boolean {
  const query = parseQuery(text)
  const names = Object.keys(query)
  const isOwn = (name: string) => !name.includes('.') && !name.includes('__')
  return names.every(isOwn) && wrongPaging(query) === undefined
}

/** Where the request goes, as long as it may be answered from a shared copy; undefined otherwise. */
export function addressOf(
  req: IncomingMessage,
  { protocol }: RequestContext,
  publicUrl: string | undefined,
): { origin: string; key: string } | undefined {
  const { host } = req.headers
  const url = req.url!
  if (!url.startsWith('/api/') || url.length > longest || !isAnonymous(req)) return undefined
  if (host === undefined || host.length > 255 || wrongHost.test(host)) return undefined
  const origin = publicUrl ?? `${protocol}://${host}`
  // Answers name their server, each by the name that it was called: a stranger who makes one up
  // gets to see it alone.
  return { origin, key: publicUrl === undefined ? origin + url : url }
}

/** What is asked for there; undefined for all but events. */
export function cacheableRequestAt(
  url: string,
  origin: string,
  key: string,
): CacheableRequest | undefined {
  const mark = url.indexOf('?')
  const path = mark < 0 ? url : url.slice(0, mark)
  for (const [kind, route, pattern] of paths) {
    const match = pattern.exec(path)
    if (!match) continue
    if (kind === 'rest' && mark >= 0 && !isPlainQuery(url.slice(mark + 1))) return undefined
    return { kind, id: match[1] ?? match[2] ?? '', origin, url, key, route }
  }
  return undefined
}
