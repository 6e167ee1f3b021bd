import { setTimeout as sleep } from 'node:timers/promises'
import type { Payload } from 'payload'

import { servicesOf } from '../../shared/services.ts'
import { postgresStore } from '../../http/rateLimit/store.ts'

/** Emails that a worker may send, and until when (milliseconds since the epoch). */
interface Permits {
  left: number
  until: number
}

declare module '../../shared/services.ts' {
  interface Services {
    sendPermits?: Permits
  }
}

/** A tenth of a second's emails are asked for together: one statement each would be most of the work. */
const together = (perSecond: number) => Math.max(1, Math.floor(perSecond / 10))

async function fetchPermits(payload: Payload, host: string, perSecond: number): Promise<Permits> {
  const until = Date.now() + 1000
  const wanted = together(perSecond)
  const { count } = await postgresStore(payload, { kind: 'smtp', window: 1 }).add(host, wanted)
  return { left: Math.max(0, Math.min(wanted, perSecond - (count - wanted))), until }
}

/**
 * Waits until another email may go to a mail server: all workers together send it no more than
 * `perSecond`.
 *
 * @throws {DOMException} AbortError when the worker stops meanwhile
 */
export async function waitForSendSlot(
  payload: Payload,
  host: string,
  perSecond: number,
  signal?: AbortSignal,
): Promise<void> {
  const services = servicesOf(payload)
  for (;;) {
    let permits = services.sendPermits
    if (!permits || permits.left === 0 || permits.until <= Date.now()) {
      permits = await fetchPermits(payload, host, perSecond)
      services.sendPermits = permits
    }
    if (permits.left > 0) {
      permits.left -= 1
      return
    }
    // A little chance keeps those who wait from coming back together.
    await sleep(100 + Math.random() * 400, undefined, { signal })
  }
}

/** Emails that one person gets within an hour. Who gets more is being made fun of by somebody. */
const hourly = 50

/**
 * Counts an email to somebody.
 *
 * @throws {Error} when they have had too many of late; the email is tried again when that is over, if
 *   there is still something to say
 */
export async function checkRecipientRate(payload: Payload, userId: number): Promise<void> {
  const { count } = await postgresStore(payload, { kind: 'emails', window: 3600 }).add(`${userId}`)
  if (count > hourly) throw new Error(`More than ${hourly} emails to one person within an hour`)
}
