import { createRequest, sendResponse } from '@remix-run/node-fetch-server'
import type { RequestHandler } from 'express'

import { limitBody } from './limitBody.ts'

export type FetchHandler = (request: Request) => Promise<Response>

export interface BridgeLimits {
  /** Bytes that a request's body may have; more is answered with 413. */
  bodyBytes: number
  /** The same for `multipart/form-data`, which carries the uploads. */
  uploadBytes: number
}

const tooLarge = (maximum: number) =>
  Response.json(
    { errors: [{ message: `The body is larger than the ${maximum} bytes that are taken.` }] },
    // The rest of the body is not read, so the connection cannot carry another request.
    { status: 413, headers: { Connection: 'close' } },
  )

const isMultipart = (request: Request) =>
  request.headers.get('content-type')?.startsWith('multipart/form-data') ?? false

/** Payload has no HEAD routes: a HEAD is a GET whose body stays behind (RFC 9110, 9.3.2). */
const asGet = (request: Request) =>
  request.method === 'HEAD' ? new Request(request, { method: 'GET' }) : request

/**
 * Serves Fetch handlers from Express: streams both bodies with back-pressure, aborts the request's
 * signal when the client goes, and bounds the body. Nothing may have read the body before it.
 */
export function bridge(handler: FetchHandler, limits: BridgeLimits): RequestHandler {
  return async (req, res) => {
    const request = asGet(createRequest(req, res, { protocol: `${req.protocol}:` }))
    const maximum = isMultipart(request) ? limits.uploadBytes : limits.bodyBytes
    if (Number(request.headers.get('content-length')) > maximum) {
      await sendResponse(res, tooLarge(maximum))
      return
    }
    const body = limitBody(request, maximum)
    const response = await handler(body.request)
    if (request.signal.aborted) {
      await response.body?.cancel()
      return
    }
    await sendResponse(res, body.isExceeded() ? tooLarge(maximum) : response)
  }
}
