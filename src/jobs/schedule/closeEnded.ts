import { inOwnTransaction, poolOf } from '../../db/connection.ts'
import { closeQueue, endedWithQueue } from '../../db/upkeep.ts'
import type { ScheduledWork } from './scheduled.ts'

/** Nobody waits for a place in what is over. */
export const closeEnded: ScheduledWork = async (payload, now) => {
  const events = await endedWithQueue(poolOf(payload), now)
  let waiting = 0
  for (const eventId of events) {
    waiting += await inOwnTransaction(payload, (connection) =>
      closeQueue(connection, eventId, { reason: 'The event has ended', now }),
    )
  }
  return `${waiting} who waited for ${events.length} events that have ended`
}
