import { inOwnTransaction, poolOf } from '../../../database/connection.ts'
import { eventsWithExpiredHolds } from '../queries/holds.ts'
import { promoteWaitlist } from '../queries/seats.ts'
import { counted } from '../../../shared/counted.ts'
import type { ScheduledWork } from '../../../queue/scheduledWork.ts'

/**
 * Releases seats whose hold or offer has expired, and gives them to the waitlist. A new claim releases
 * the expired holds of its event as well; this job is for events that get no new claims.
 */
export const releaseExpiredHolds: ScheduledWork = async (payload, now) => {
  const events = await eventsWithExpiredHolds(poolOf(payload), now)
  if (events.length === 0) return 'No expired holds or offers'
  let promoted = 0
  for (const eventId of events) {
    const ids = await inOwnTransaction(payload, (connection) =>
      promoteWaitlist(connection, eventId, now),
    )
    promoted += ids.length
  }
  return `${counted(events.length, 'event')}, ${promoted} promoted from the waitlist`
}
