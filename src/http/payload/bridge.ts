import { createRequest, sendResponse } from '@remix-run/node-fetch-server'

import { Refusal } from '../../shared/errors/Refusal.ts'
import type { Exchange, Serve } from '../exchange.ts'
import { checkJson } from './checkJson.ts'
import { maxQueryBytes, standsForGet } from './methodOverride.ts'
import { discardBody } from '../body/discardBody.ts'
import { bodyTooLarge } from '../body/bodyErrors.ts'
import { isMultipart } from '../body/bodyHeaders.ts'
import { limitBody } from '../body/limitBody.ts'
import { secureCookies } from '../security/secureCookies.ts'

export type FetchHandler = (request: Request) => Promise<Response>

export interface BridgeLimits {
  /** Bytes of a body; larger ones get a 413. */
  bodyBytes: number
  /** The same for `multipart/form-data`, which has the uploads and the panel's changes. */
  formBytes: number
}

/** The Fetch request. Not every HTTP request can be one. @throws {Refusal} 400, 405 */
function fetchRequest({ req, res, context, isDecodable }: Exchange): Request {
  if (req.method === 'TRACE') {
    throw new Refusal(405, 'method_not_allowed', 'Method "TRACE" not allowed.')
  }
  try {
    // With a path in the host, Payload would serve another path than the one that was matched.
    const isReadable = isDecodable && !/[/\\?#@]/.test(req.headers.host ?? '')
    if (!isReadable) throw new TypeError('The path or the Host is none.')
    return createRequest(req, res, { protocol: `${context.protocol}:` })
  } catch {
    throw new Refusal(400, 'bad_request', 'The URL or the Host header cannot be read.')
  }
}

/**
 * Turns a HEAD into a GET, because Payload has no HEAD routes (RFC 9110, 9.3.2).
 *
 * @param unwanted aborts when the body is not needed, as if the client had disconnected
 */
function asGet(request: Request, unwanted: AbortSignal): Request {
  if (request.method !== 'HEAD') return request
  const signal = AbortSignal.any([request.signal, unwanted])
  const get = new Request(request, { method: 'GET', signal })
  // A range is defined for GET alone (RFC 9110, 14.2).
  get.headers.delete('range')
  return get
}

function maximumOf({ method, headers }: Request, { bodyBytes, formBytes }: BridgeLimits): number {
  if (standsForGet(method, (name) => headers.get(name))) return Math.min(maxQueryBytes, bodyBytes)
  return isMultipart(headers.get('content-type')) ? formBytes : bodyBytes
}

async function withLimitedBody(request: Request, limits: BridgeLimits): Promise<Request> {
  const maximum = maximumOf(request, limits)
  const length = request.headers.get('content-length')
  if (Number(length) > maximum) throw bodyTooLarge('payload', maximum)
  // Node reads no more bytes than `Content-Length` says.
  return checkJson(length === null ? limitBody(request, maximum) : request)
}

/**
 * Serves a Fetch handler. It streams both bodies with back-pressure, aborts the signal of the request
 * when the client disconnects, and limits the body. Nothing before it may read the body.
 */
export function bridge(handler: FetchHandler, limits: BridgeLimits): Serve {
  return async (exchange) => {
    const { req, res, context } = exchange
    discardBody(req, res)
    const received = fetchRequest(exchange)
    const unwanted = new AbortController()
    try {
      const request = await withLimitedBody(asGet(received, unwanted.signal), limits)
      const handled = await handler(request)
      const response = context.protocol === 'https' ? secureCookies(handled) : handled
      if (received.signal.aborted || req.method === 'HEAD') {
        // Until it is cancelled, an unread body keeps its file or connection open.
        unwanted.abort()
        await response.body?.cancel()
      }
      if (received.signal.aborted) return
      context.response.handOver(res)
      await sendResponse(res, response)
    } catch (error) {
      if (!received.signal.aborted) throw error
    }
  }
}
