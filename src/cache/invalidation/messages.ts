import { createHash } from 'node:crypto'
import type { Payload } from 'payload'
import { z } from 'zod'

import type { Invalidation } from './tracker.ts'

/** What was touched, as one process tells the others. */
const MessageSchema = z.object({
  from: z.string(),
  all: z.boolean(),
  lists: z.boolean(),
  events: z.array(z.int()),
})

/** Where PostgreSQL carries it: in a database of its own, so the name needs no more. */
export const databaseChannel = 'robo_events_touched'

/** What begins the name of everything in Redis, which platforms may share that know nothing of each other. */
export const redisPrefix = ({ secret }: Payload): string =>
  `robo-events:${createHash('sha256').update(`cache ${secret}`).digest('hex').slice(0, 12)}:`

export const redisChannel = (payload: Payload): string => `${redisPrefix(payload)}touched`

export const writeMessage = (from: string, { all, lists, events }: Invalidation): string =>
  JSON.stringify({ from, all, lists, events: [...events] })

/** The message, or undefined for what is none of ours; a process that hears its own has no use for it. */
export function readMessage(text: string, own: string): Invalidation | undefined {
  let message: unknown
  try {
    message = JSON.parse(text)
  } catch {
    return undefined
  }
  const { success, data } = MessageSchema.safeParse(message)
  if (!success || data.from === own) return undefined
  return { all: data.all, lists: data.lists, events: new Set(data.events) }
}

/** The tags of answers that are outdated by it. */
export function tagsOf({ all, lists, events }: Invalidation): string[] {
  if (all) return ['all']
  const tags = Array.from(events, (id) => `event:${id}`)
  return lists ? ['events', ...tags] : tags
}
