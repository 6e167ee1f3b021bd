import express, { type Request, type RequestHandler, type Response } from 'express'
import type { IncomingMessage, ServerResponse } from 'node:http'

import { Refusal } from '../../shared/errors/Refusal.ts'
import { isTooDeep } from '../../shared/jsonDepth.ts'
import { bodyTooLarge, invalidJson, parseError } from './bodyErrors.ts'
import { hasBody, mediaTypeOf } from './bodyHeaders.ts'

/** JSON and types that are based on it, such as `application/merge-patch+json`. */
const isJsonBased = /^application\/([\w.-]+\+)?json$/

const unsupported = (detail: string) =>
  new Refusal(415, 'unsupported_media_type', detail, { 'Accept-Post': 'application/json' })

/** An error of the body parser as an error of v1. Other errors come back unchanged. */
function refusalOf(error: Error, maxBytes: number): Error {
  const { type, status = 500 } = error as { type?: string; status?: number }
  switch (type) {
    case 'entity.parse.failed':
      return invalidJson('v1')
    case 'entity.too.large':
      return bodyTooLarge('v1', maxBytes)
    case 'charset.unsupported':
    case 'encoding.unsupported':
      return unsupported('This encoding is not supported.')
    default:
      // Such as a body that ends too early, or whose compression is broken.
      return status < 500 ? parseError('The body cannot be read.') : error
  }
}

export type BodyReader = (req: IncomingMessage, res: ServerResponse) => Promise<unknown>

/**
 * Makes the reader of JSON bodies; it returns undefined for a request without one. Another kind of
 * body is refused before a byte of it is read.
 */
export function jsonBody(maxBytes: number): BodyReader {
  const read: RequestHandler = express.json({ limit: maxBytes, type: () => true, strict: true })
  return async (req, res) => {
    if (!hasBody(req.headers)) return undefined
    const type = mediaTypeOf(req.headers['content-type'])
    if (!isJsonBased.test(type)) throw unsupported(`Unsupported media type "${type}" in request.`)
    await new Promise<void>((resolve, reject) => {
      // The parser needs nothing that Express adds to a request.
      void read(req as Request, res as Response, (error?: unknown) => {
        if (error) reject(refusalOf(error as Error, maxBytes))
        else resolve()
      })
    })
    const body = (req as Request).body as unknown
    if (isTooDeep(body)) throw invalidJson('v1')
    return body
  }
}
