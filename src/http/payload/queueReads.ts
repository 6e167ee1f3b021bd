import type { Payload } from 'payload'

import { queueRead } from '../readQueue.ts'
import type { FetchHandler } from './bridge.ts'
import { standsForGet } from './methodOverride.ts'

const isRead = ({ method, headers }: Request) =>
  method === 'GET' || standsForGet(method, (name) => headers.get(name))

/** Runs the reads of a handler through the queue, and its other requests at once. @throws {Refusal} 503 */
export const queueReads =
  (payload: Payload, handler: FetchHandler): FetchHandler =>
  (request) =>
    isRead(request) ? queueRead(payload, () => handler(request)) : handler(request)
