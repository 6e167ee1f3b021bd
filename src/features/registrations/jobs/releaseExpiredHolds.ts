import { inOwnTransaction, poolOf } from '../../../database/connection.ts'
import { eventsWithExpiredHolds } from '../queries/holds.ts'
import { promoteWaitlist } from '../queries/seats.ts'
import type { ScheduledWork } from '../../../queue/scheduledWork.ts'

/**
 * Takes back seats whose hold or offer has expired, and gives them to those who wait. Whoever comes
 * for a seat does so before they are answered; this is for events to which nobody comes.
 */
export const releaseExpiredHolds: ScheduledWork = async (payload, now) => {
  const events = await eventsWithExpiredHolds(poolOf(payload), now)
  let promoted = 0
  for (const eventId of events) {
    const ids = await inOwnTransaction(payload, (connection) =>
      promoteWaitlist(connection, eventId, now),
    )
    promoted += ids.length
  }
  return `${events.length === 1 ? '1 event' : `${events.length} events`}, ${promoted} from the waitlist`
}
