import type { Payload } from 'payload'

import { queueRead } from '../readQueue.ts'
import type { FetchHandler } from './bridge.ts'
import { standsForGet } from './methodOverride.ts'

const isRead = ({ method, headers }: Request) =>
  method === 'GET' || standsForGet(method, (name) => headers.get(name))

/** A JSON answer with its bytes, which tell what it weighs. Payload streams none of them. */
async function withBytes(response: Response) {
  if (!response.headers.get('content-type')?.startsWith('application/json'))
    return { response, bytes: 0 }
  const body = await response.arrayBuffer()
  return { response: new Response(body, response), bytes: body.byteLength }
}

/** Runs the reads of a handler through the queue, and its other requests at once. @throws {Refusal} 503 */
export const queueReads =
  (payload: Payload, handler: FetchHandler): FetchHandler =>
  async (request) => {
    if (!isRead(request)) return handler(request)
    const read = async () => withBytes(await handler(request))
    const { response } = await queueRead(payload, read, ({ bytes }) => bytes)
    return response
  }
