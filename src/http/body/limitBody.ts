import { Refusal } from '../../shared/errors/Refusal.ts'

/** The refusal of a body that has more bytes than are taken. */
export const bodyTooLarge = (maximum: number): Refusal =>
  new Refusal(413, 'body_too_large', `The body is larger than the ${maximum} bytes that are taken.`)

/**
 * The request with a body that fails at the bound: what comes without a `Content-Length` has to be
 * counted.
 */
export function limitBody(request: Request, maximum: number): Request {
  if (request.body === null) return request
  let received = 0
  const counter = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      received += chunk.byteLength
      if (received > maximum) controller.error(bodyTooLarge(maximum))
      else controller.enqueue(chunk)
    },
  })
  return new Request(request, {
    body: request.body.pipeThrough(counter),
    duplex: 'half',
  } as RequestInit)
}
