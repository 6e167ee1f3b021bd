import express, { type Request, type RequestHandler, type Response } from 'express'

import { Refusal } from '../../shared/errors/Refusal.ts'
import { isTooDeep } from '../../shared/jsonDepth.ts'

const isJson = /^application\/([\w.-]+\+)?json$/

const hasBody = (headers: { 'transfer-encoding'?: string; 'content-length'?: string }) =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length']) > 0

/** A body that is no JSON at all. */
export const notJson = () => parseError('JSON parse error: the body is not a valid JSON object.')

const parseError = (detail: string) => new Refusal(400, 'parse_error', detail)

const unsupported = (detail: string) =>
  new Refusal(415, 'unsupported_media_type', detail, { 'Accept-Post': 'application/json' })

/** What the body reader found wrong, as the contract's errors; anything else comes back as it was. */
function refusalOf(error: Error, maxBytes: number): Error {
  const { type, status = 500 } = error as { type?: string; status?: number }
  switch (type) {
    case 'entity.parse.failed':
      return notJson()
    case 'entity.too.large':
      return new Refusal(413, 'payload_too_large', `The body is larger than ${maxBytes} bytes.`)
    case 'charset.unsupported':
    case 'encoding.unsupported':
      return unsupported('This encoding is not supported.')
    default:
      // Such as a body that ends too early, or is not compressed in the way that it says.
      return status < 500 ? parseError('The body cannot be read.') : error
  }
}

export type BodyReader = (req: Request, res: Response) => Promise<unknown>

/**
 * Makes the reader of JSON bodies; it gives undefined for a request without one. Another kind of
 * body is refused before a byte of it is read.
 */
export function jsonBody(maxBytes: number): BodyReader {
  const read: RequestHandler = express.json({ limit: maxBytes, type: () => true, strict: true })
  return async (req, res) => {
    if (!hasBody(req.headers)) return undefined
    const type = (req.headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase()
    if (!isJson.test(type)) throw unsupported(`Unsupported media type "${type}" in request.`)
    await new Promise<void>((resolve, reject) => {
      void read(req, res, (error?: unknown) => {
        if (error) reject(refusalOf(error as Error, maxBytes))
        else resolve()
      })
    })
    if (isTooDeep(req.body)) throw notJson()
    return req.body as unknown
  }
}
