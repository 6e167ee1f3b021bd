import { bodyTooLarge } from './bodyErrors.ts'

/**
 * The request with a body that fails after `maximum` bytes. A body without a `Content-Length` has to
 * be counted while it is read.
 */
export function limitBody(request: Request, maximum: number): Request {
  if (request.body === null) return request
  let received = 0
  const counter = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      received += chunk.byteLength
      if (received > maximum) controller.error(bodyTooLarge('payload', maximum))
      else controller.enqueue(chunk)
    },
  })
  return new Request(request, {
    body: request.body.pipeThrough(counter),
    duplex: 'half',
  } as RequestInit)
}
