import type { Payload } from 'payload'

import { jsonType } from '../answer.ts'
import { queueRead } from '../readQueue.ts'
import type { ReadResponse } from './cacheableRead.ts'
import type { ReadResult } from './responseCache.ts'

/** Reads a response for the cache, in the queue of reads. @throws {Refusal} 503, and what `read` throws */
export async function readFresh(
  payload: Payload,
  isList: boolean,
  read: () => Promise<ReadResponse>,
): Promise<ReadResult> {
  const {
    changesAt,
    type = jsonType,
    ...content
  } = await queueRead(payload, read, ({ body }) => body.length)
  return { content: { ...content, type, isList }, changesAt }
}
