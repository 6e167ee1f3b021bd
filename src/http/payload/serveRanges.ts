import { matchesIfNoneMatch } from '../conditionalRequests.ts'
import type { FetchHandler } from './bridge.ts'

/** One range of bytes. Payload answers several with the first alone, and refuses other units. */
const oneRange = /^bytes=(\d+-\d*|-\d+)$/

const withoutRange = (request: Request) => {
  const headers = new Headers(request.headers)
  headers.delete('range')
  return new Request(request, { headers })
}

/** Whether the client may get the part: its condition names the very bytes that are there now. */
const isCurrent = (ifRange: string, { headers }: Response) => {
  const tag = headers.get('etag')
  const changed = headers.get('last-modified')
  return ifRange === changed || (tag !== null && !tag.startsWith('W/') && ifRange === tag)
}

async function notModified(response: Response): Promise<Response> {
  await response.body?.cancel()
  const headers = new Headers(response.headers)
  for (const name of ['accept-ranges', 'content-length', 'content-range', 'content-type']) {
    headers.delete(name)
  }
  return new Response(null, { status: 304, headers })
}

/**
 * Serves a file as RFC 9110 has it (13.1.2, 13.1.5 and 14.2): a range with an outdated condition is
 * the whole file, as are several ranges and those of another unit, and `If-None-Match` may be `*`. Else a
 * client that goes on with a download would join the parts of two files.
 */
export function serveRanges(handler: FetchHandler): FetchHandler {
  const inRange: FetchHandler = async (request) => {
    const range = request.headers.get('range')
    if (range === null) return handler(request)
    if (!oneRange.test(range.replaceAll(' ', ''))) return handler(withoutRange(request))
    const ifRange = request.headers.get('if-range')
    const response = await handler(request)
    if (ifRange === null || isCurrent(ifRange, response)) return response
    if (response.status !== 206 && response.status !== 416) return response
    await response.body?.cancel()
    return handler(withoutRange(request))
  }
  return async (request) => {
    const response = await inRange(request)
    const tag = response.headers.get('etag')
    const known = request.headers.get('if-none-match') ?? undefined
    const isKnown = response.ok && tag !== null && matchesIfNoneMatch(known, tag)
    return isKnown ? notModified(response) : response
  }
}
