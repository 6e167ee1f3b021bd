import { inOwnTransaction, poolOf } from '../../../database/connection.ts'
import { counted } from '../../../shared/counted.ts'
import type { ScheduledWork } from '../../../queue/scheduledWork.ts'
import { closeWaitlist, endedEventsWithWaitlist } from '../queries/waitlists.ts'

/** Cancels the registrations that still wait for a place in an event that has ended. */
export const closeEndedWaitlists: ScheduledWork = async (payload, now) => {
  const events = await endedEventsWithWaitlist(poolOf(payload), now)
  if (events.length === 0) return 'No waitlists to close'
  let closed = 0
  for (const eventId of events) {
    closed += await inOwnTransaction(payload, (connection) =>
      closeWaitlist(connection, eventId, { reason: 'The event has ended', now }),
    )
  }
  return `Closed ${counted(events.length, 'waitlist')}: ${counted(closed, 'registration')} cancelled`
}
