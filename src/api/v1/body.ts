import express, { type RequestHandler } from 'express'

import { Refusal } from '../../errors/Refusal.ts'

const isJson = /^application\/([\w.-]+\+)?json$/

const hasBody = (headers: { 'transfer-encoding'?: string; 'content-length'?: string }) =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length']) > 0

/** Reads a JSON object from the body. Another kind of body is refused before a byte of it is read. */
export function jsonBody(maxBytes: number): RequestHandler {
  const read = express.json({ limit: maxBytes, type: () => true, strict: true })
  return (req, res, next) => {
    if (!hasBody(req.headers)) return next()
    const type = (req.headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase()
    if (isJson.test(type)) return read(req, res, next)
    next(
      new Refusal(415, 'unsupported_media_type', `Unsupported media type "${type}" in request.`, {
        'Accept-Post': 'application/json',
      }),
    )
  }
}

/** What the body reader found wrong, as the contract's errors; anything else comes back as it was. */
export function bodyErrors(error: unknown, maxBytes: number): unknown {
  const { type } = (error ?? {}) as { type?: string }
  switch (type) {
    case 'entity.parse.failed':
      return new Refusal(
        400,
        'parse_error',
        'JSON parse error: the body is not a valid JSON object.',
      )
    case 'entity.too.large':
      return new Refusal(413, 'payload_too_large', `The body is larger than ${maxBytes} bytes.`, {
        Connection: 'close',
      })
    case 'charset.unsupported':
    case 'encoding.unsupported':
      return new Refusal(415, 'unsupported_media_type', 'This encoding is not supported.')
    case 'request.aborted':
    case 'request.size.invalid':
      return new Refusal(400, 'parse_error', 'The body ended too early.')
    default:
      return error
  }
}
