import type { Payload } from 'payload'

import { withBoundedReads } from '../database/boundedReads.ts'
import { servicesOf } from '../shared/services.ts'
import { Refusal } from '../shared/errors/Refusal.ts'
import { FairQueue, QueueFullError } from '../shared/fairQueue.ts'
import { getRequestContext } from '../shared/requestContext.ts'
import { clientOf } from './rateLimit/clientNetwork.ts'

declare module '../shared/services.ts' {
  interface Services {
    /** The reads of clients that need the database. Each may load megabytes. */
    readQueue: FairQueue
  }
}

/** Reads that may wait. A small machine works them off in some seconds. */
const maxWaiting = 300

/**
 * Bytes of large answers that a process makes in a second, beyond the first 128 KB of each. A megabyte takes
 * 25 ms of the event loop, which registrations need too. Usual answers have 20 KB, and are not delayed.
 */
const dear = { from: 128 * 1024, perSecond: 12 * 1024 * 1024 }

/** @param concurrency as many reads as there are connections for them */
export const createReadQueue = (concurrency: number): FairQueue =>
  new FairQueue({ concurrency, maxWaiting, dear })

const tooMany = () =>
  new Refusal(503, 'busy', 'Too many lists are being read. Try again in a moment.', {
    'Retry-After': '2',
  })

function clientOfRequest(): string {
  const context = getRequestContext()
  return context ? clientOf(context.userId, context.address) : ''
}

/**
 * Reads for the current request: as many reads at a time as there are connections for them, fairly
 * between clients by the bytes that they have read. So the memory of answers that are being made is
 * bounded, and a client with a thousand large requests delays others by one turn.
 *
 * @param bytesOf what the answer weighs, about
 * @throws {Refusal} 503 when too many reads wait; and what `work` throws
 */
export async function queueRead<Result>(
  payload: Payload,
  work: () => Promise<Result>,
  bytesOf: (result: Result) => number,
): Promise<Result> {
  const { readQueue } = servicesOf(payload)
  try {
    return await readQueue.run(clientOfRequest(), () => withBoundedReads(work), bytesOf)
  } catch (error) {
    throw error instanceof QueueFullError ? tooMany() : error
  }
}
