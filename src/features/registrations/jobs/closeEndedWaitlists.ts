import { inOwnTransaction, poolOf } from '../../../database/connection.ts'
import { closeQueue, endedWithQueue } from '../../maintenance/queries.ts'
import type { ScheduledWork } from '../../../queue/scheduledWork.ts'

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
