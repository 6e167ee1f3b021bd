import { setTimeout as sleep } from 'node:timers/promises'
import type { Payload } from 'payload'

import { poolOf } from '../db/connection.ts'
import { countUse } from '../db/useCounts.ts'

/**
 * Waits until another letter may go to a mail server: all workers together send it no more than
 * `perSecond`.
 *
 * @throws {DOMException} AbortError when the worker stops meanwhile
 */
export async function awaitTurn(
  payload: Payload,
  host: string,
  perSecond: number,
  signal?: AbortSignal,
): Promise<void> {
  for (;;) {
    const now = new Date()
    const { count } = await countUse(poolOf(payload), `smtp:${host}`.slice(0, 255), 1, now)
    if (count <= perSecond) return
    // The window began at most a second ago. A little chance keeps those who wait from coming
    // back together.
    await sleep(200 + Math.random() * 800, undefined, { signal })
  }
}
