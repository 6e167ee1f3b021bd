import { inOwnTransaction, poolOf } from '../../../database/connection.ts'
import { correctCounter, suspectCounters } from '../queries/counters.ts'
import type { ScheduledWork } from '../../../queue/scheduledWork.ts'

/**
 * Puts seat counters right that differ from the registrations. That cannot happen as long as the
 * database's triggers stand; when it does, somebody went around them, and the log says so.
 */
export const reconcileCounters: ScheduledWork = async (payload) => {
  const corrected: string[] = []
  for (const eventId of await suspectCounters(poolOf(payload))) {
    const found = await inOwnTransaction(payload, (connection) =>
      correctCounter(connection, eventId),
    )
    if (!found) continue
    const { before, after } = found
    payload.logger.error({
      msg: `The seat counters of event ${eventId} were wrong and have been put right`,
      before,
      after,
    })
    corrected.push(
      `event ${eventId}: ${before.taken} taken and ${before.waitlisted} waiting, ` +
        `truly ${after.taken} and ${after.waitlisted}`,
    )
  }
  return corrected.length > 0 ? `Put right: ${corrected.join('; ')}` : 'All counters are right'
}
