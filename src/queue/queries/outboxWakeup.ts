import type pg from 'pg'

import { WakeableDelay } from '../../shared/wakeableDelay.ts'

/** The lock and the channel of the trigger `wake_relay` on the outbox. */
const lock = [20_261_126, 1]
const channel = 'robo_events_outbox'

/** Takes the lock, unless another relay has it. A transaction that has just written blocks it too. */
const sleepQuery = `
  SELECT pg_try_advisory_lock($1, $2) AS locked, EXISTS (
    SELECT FROM pg_locks WHERE locktype = 'advisory' AND classid = $1::int::oid AND objid = $2::int::oid
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND mode = 'ExclusiveLock' AND granted AND pid <> pg_backend_pid()) AS "otherSleeps"`

/**
 * Lets a relay sleep until a record is written to the outbox. From `prepare` to `end` every
 * transaction that writes a record sends a notification when it commits.
 */
export class OutboxWakeup {
  private holdsLock = false
  private readonly delay = new WakeableDelay()

  private constructor(private readonly client: pg.Client) {}

  /** @param client a connection that stays open: its end wakes nobody */
  static async open(client: pg.Client): Promise<OutboxWakeup> {
    const wakeup = new OutboxWakeup(client)
    client.on('notification', (message) => {
      if (message.channel === channel) wakeup.delay.wake()
    })
    await client.query(`LISTEN ${channel}`)
    return wakeup
  }

  /**
   * Asks for notifications. Records that were written before are not announced: the caller must read
   * the outbox once more before it waits.
   *
   * @returns false while a transaction is open that has written a record and will not announce it
   */
  async prepare(): Promise<boolean> {
    if (this.holdsLock) return true
    const { rows } = await this.client.query<{ locked: boolean; otherSleeps: boolean }>(
      sleepQuery,
      lock,
    )
    this.holdsLock = rows[0]!.locked
    return this.holdsLock || rows[0]!.otherSleeps
  }

  /** Waits for a notification since the last wait, for some milliseconds, or until the signal aborts. */
  async wait(millis: number, signal: AbortSignal): Promise<void> {
    await this.delay.wait(millis, signal)
  }

  /** Ends the notifications of this relay. */
  async end(): Promise<void> {
    if (!this.holdsLock) return
    await this.client.query('SELECT pg_advisory_unlock($1, $2)', lock)
    this.holdsLock = false
  }
}
