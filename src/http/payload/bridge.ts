import { createRequest, sendResponse } from '@remix-run/node-fetch-server'
import type {
  Request as ExpressRequest,
  RequestHandler,
  Response as ExpressResponse,
} from 'express'

import { Refusal } from '../../shared/errors/Refusal.ts'
import { checkJson } from './checkJson.ts'
import { discardBody } from '../body/discardBody.ts'
import { bodyTooLarge, limitBody } from '../body/limitBody.ts'
import { secureCookies } from '../security/secureCookies.ts'

export type FetchHandler = (request: Request) => Promise<Response>

export interface BridgeLimits {
  /** Bytes that a request's body may have; more is answered with 413. */
  bodyBytes: number
  /** The same for `multipart/form-data`, which carries the uploads and the panel's changes. */
  formBytes: number
}

/** Whether the body is a form that may hold files. */
export const isMultipart = (request: Request) =>
  request.headers.get('content-type')?.startsWith('multipart/form-data') ?? false

/** The request as Fetch knows it; not every request of HTTP is one. */
function fetchRequest(req: ExpressRequest, res: ExpressResponse): Request {
  if (req.method === 'TRACE') {
    throw new Refusal(405, 'method_not_allowed', 'Method "TRACE" not allowed.')
  }
  try {
    // A Host that goes on as a URL would make Payload serve another path than Express has let in.
    if (/[/\\?#@]/.test(req.headers.host ?? '')) throw new TypeError('The Host is none.')
    return createRequest(req, res, { protocol: `${req.protocol}:` })
  } catch {
    throw new Refusal(400, 'bad_request', 'The URL or the Host header cannot be read.')
  }
}

/**
 * Payload has no HEAD routes: a HEAD is a GET whose body stays behind (RFC 9110, 9.3.2).
 *
 * @param unwanted tells the handler when the body is no longer wanted, as a lost client would
 */
const asGet = (request: Request, unwanted: AbortSignal) =>
  request.method === 'HEAD'
    ? new Request(request, { method: 'GET', signal: AbortSignal.any([request.signal, unwanted]) })
    : request

async function limited(request: Request, limits: BridgeLimits): Promise<Request> {
  const maximum = isMultipart(request) ? limits.formBytes : limits.bodyBytes
  const length = request.headers.get('content-length')
  if (Number(length) > maximum) throw bodyTooLarge(maximum)
  // Node reads no more than the length that was announced.
  return checkJson(length === null ? limitBody(request, maximum) : request)
}

/**
 * Serves Fetch handlers from Express: streams both bodies with back-pressure, aborts the request's
 * signal when the client goes, and bounds the body. Nothing may have read the body before it.
 */
export function bridge(handler: FetchHandler, limits: BridgeLimits): RequestHandler {
  return async (req, res) => {
    discardBody(req, res)
    const received = fetchRequest(req, res)
    const answered = new AbortController()
    try {
      const request = await limited(asGet(received, answered.signal), limits)
      const answer = await handler(request)
      const response = req.secure ? secureCookies(answer) : answer
      if (received.signal.aborted || req.method === 'HEAD') {
        // A body that nobody will read holds its file or connection open until it is told.
        answered.abort()
        await response.body?.cancel()
      }
      if (!received.signal.aborted) await sendResponse(res, response)
    } catch (error) {
      if (!received.signal.aborted) throw error
    }
  }
}
