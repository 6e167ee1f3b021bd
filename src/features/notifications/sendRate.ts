import { setTimeout as sleep } from 'node:timers/promises'
import type { Payload } from 'payload'

import { servicesOf } from '../../shared/services.ts'
import { postgresStore } from '../../http/rateLimit/store.ts'

/** Permission to send a number of emails within a short time. */
interface Permits {
  left: number
  /** When the permission ends, on the clock of `performance`. */
  until: number
}

declare module '../../shared/services.ts' {
  interface Services {
    /** Set when the first email is sent through `SMTP_URL`. */
    sendPermits?: Permits
  }
}

/** Permits are fetched for a tenth of a second at a time, to save a statement for each email. */
const permitBatch = (perSecond: number) => Math.max(1, Math.floor(perSecond / 10))

async function fetchPermits(payload: Payload, host: string, perSecond: number): Promise<Permits> {
  const until = performance.now() + 1000
  const wanted = permitBatch(perSecond)
  const { count } = await postgresStore(payload, { kind: 'smtp', window: 1 }).add(host, wanted)
  return { left: Math.max(0, Math.min(wanted, perSecond - (count - wanted))), until }
}

/**
 * Waits until this worker may send another email to a mail server. All workers together send at most
 * `perSecond` emails a second.
 *
 * @throws {DOMException} AbortError when the worker stops during the wait
 */
export async function waitForSendSlot(
  payload: Payload,
  {
    host,
    perSecond,
    signal,
  }: { host: string; perSecond: number; signal?: AbortSignal | undefined },
): Promise<void> {
  const services = servicesOf(payload)
  for (;;) {
    let permits = services.sendPermits
    if (!permits || permits.left === 0 || permits.until <= performance.now()) {
      permits = await fetchPermits(payload, host, perSecond)
      services.sendPermits = permits
    }
    if (permits.left > 0) {
      permits.left -= 1
      return
    }
    // The random part keeps waiting tasks from retrying at the same time.
    await sleep(100 + Math.random() * 400, undefined, { signal })
  }
}

/** The most emails that one person gets in an hour. More are a sign of abuse. */
const maxPerHour = 50

/**
 * Counts an email to a recipient.
 *
 * @throws {Error} when the recipient has had too many emails in the last hour; the job is retried later
 */
export async function checkRecipientRate(payload: Payload, userId: number): Promise<void> {
  const { count } = await postgresStore(payload, { kind: 'emails', window: 3600 }).add(`${userId}`)
  if (count > maxPerHour)
    throw new Error(`More than ${maxPerHour} emails to one person within an hour`)
}
