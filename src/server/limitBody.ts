export interface LimitedBody {
  request: Request
  /** Whether more bytes came than are taken; the handler then saw a failing body. */
  isExceeded: () => boolean
}

/** Counts what a request sends without a `Content-Length`, or beside one, and ends it at the bound. */
export function limitBody(request: Request, maximum: number): LimitedBody {
  if (request.body === null) return { request, isExceeded: () => false }
  let received = 0
  const counter = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      received += chunk.byteLength
      if (received > maximum) controller.error(new Error('The body is too large.'))
      else controller.enqueue(chunk)
    },
  })
  return {
    request: new Request(request, {
      body: request.body.pipeThrough(counter),
      duplex: 'half',
    } as RequestInit),
    isExceeded: () => received > maximum,
  }
}
