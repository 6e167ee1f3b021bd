import { z } from 'zod'

import { maxInteger } from '../../shared/documentId.ts'
import { messageRate } from './rules.ts'

const event = z.int()

const ClientMessageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('auth'), token: z.string() }),
  z.object({ type: z.literal('subscribe'), event }),
  z.object({ type: z.literal('unsubscribe'), event }),
  z.object({ type: z.literal('registrations') }),
  z.object({ type: z.literal('watch'), event: event.optional() }),
  z.object({ type: z.literal('ping') }),
])

export type ClientMessage = z.output<typeof ClientMessageSchema>

/** A message of a client; undefined for a text that is none. */
export function parseClientMessage(text: string): ClientMessage | undefined {
  try {
    return ClientMessageSchema.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

/** Whether a number can be the id of an event: PostgreSQL would refuse others. */
export const isEventId = (id: number): boolean => id > 0 && id <= maxInteger

/** Limits the messages of one connection, by a token bucket. */
export class MessageAllowance {
  private left: number = messageRate.burst
  private filledAt = performance.now()

  /** @returns whether the connection may send another message */
  take(): boolean {
    const now = performance.now()
    const filled = ((now - this.filledAt) / 1000) * messageRate.perSecond
    this.left = Math.min(messageRate.burst, this.left + filled) - 1
    this.filledAt = now
    return this.left >= 0
  }
}
