import { inOwnTransaction, poolOf } from '../../../database/connection.ts'
import { correctCounter, suspectCounters } from '../queries/counters.ts'
import type { ScheduledWork } from '../../../queue/scheduledWork.ts'

/**
 * Corrects seat counters that differ from the registrations, and logs each as an error. The database's
 * triggers keep the counters correct, so a difference means that somebody has bypassed the triggers.
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
      msg: `The seat counters of event ${eventId} were wrong and have been corrected`,
      before,
      after,
    })
    corrected.push(
      `event ${eventId}: ${before.taken} taken and ${before.waitlisted} waiting, ` +
        `should be ${after.taken} and ${after.waitlisted}`,
    )
  }
  return corrected.length > 0 ? `Corrected: ${corrected.join('; ')}` : 'All counters are correct'
}
