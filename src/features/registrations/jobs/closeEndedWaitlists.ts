import { inOwnTransaction, poolOf } from '../../../database/connection.ts'
import type { ScheduledWork } from '../../../queue/scheduledWork.ts'
import { closeWaitlist, endedEventsWithWaitlist } from '../queries/waitlists.ts'

/** Nobody waits for a place in what is over. */
export const closeEndedWaitlists: ScheduledWork = async (payload, now) => {
  const events = await endedEventsWithWaitlist(poolOf(payload), now)
  let waiting = 0
  for (const eventId of events) {
    waiting += await inOwnTransaction(payload, (connection) =>
      closeWaitlist(connection, eventId, { reason: 'The event has ended', now }),
    )
  }
  return `${waiting} who waited for ${events.length} events that have ended`
}
