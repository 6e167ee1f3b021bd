import { createHash } from 'node:crypto'
import type { Payload } from 'payload'
import { z } from 'zod'

import type { Invalidation } from './tracker.ts'

/** An invalidation as one process sends it to the others. */
const MessageSchema = z.object({
  /** The name of the process that sent it. */
  from: z.string(),
  all: z.boolean(),
  lists: z.boolean(),
  events: z.array(z.int()),
  /** Servers of older versions send messages without it. */
  flags: z.boolean().default(false),
})

/** The channel in PostgreSQL. Each platform has its own database, so the name needs no prefix. */
export const databaseChannel = 'robo_events_touched'

/** The prefix of all keys in Redis, because several platforms may share one Redis. */
export const redisPrefix = ({ secret }: Payload): string =>
  `robo-events:${createHash('sha256').update(`cache ${secret}`).digest('hex').slice(0, 12)}:`

export const redisChannel = (payload: Payload): string => `${redisPrefix(payload)}touched`

export const encodeMessage = (from: string, { events, ...others }: Invalidation): string =>
  JSON.stringify({ from, ...others, events: [...events] })

/**
 * The invalidation in a message.
 *
 * @param ownName the name of this process, which has handled its own invalidations already
 * @returns undefined for a message of this process, and for a text that is no message
 */
export function decodeMessage(text: string, ownName: string): Invalidation | undefined {
  let message: unknown
  try {
    message = JSON.parse(text)
  } catch {
    return undefined
  }
  const { success, data } = MessageSchema.safeParse(message)
  if (!success || data.from === ownName) return undefined
  const { all, events, flags, lists } = data
  return { all, lists, events: new Set(events), flags }
}

/** The tags of the responses that an invalidation makes outdated. */
export function tagsOf({ all, lists, events, flags }: Invalidation): string[] {
  if (all) return ['all']
  const tags = Array.from(events, (id) => `event:${id}`)
  if (flags) tags.push('flags')
  return lists ? ['events', ...tags] : tags
}
