import type { Payload } from 'payload'

import { queueRead } from '../readQueue.ts'
import type { FetchHandler } from './bridge.ts'

/** Headers by which a POST stands for a GET. */
const overrides = ['x-http-method-override', 'x-payload-http-method-override']

const isRead = ({ method, headers }: Request) =>
  method === 'GET' || overrides.some((name) => headers.get(name)?.toUpperCase() === 'GET')

/** Runs the reads of a handler through the queue, and its other requests at once. @throws {Refusal} 503 */
export const queueReads =
  (payload: Payload, handler: FetchHandler): FetchHandler =>
  (request) =>
    isRead(request) ? queueRead(payload, () => handler(request)) : handler(request)
