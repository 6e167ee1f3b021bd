import type { Payload } from 'payload'

import { inOwnTransaction, poolOf } from '../../../database/connection.ts'
import { recountEvents } from '../../events/public.ts'
import {
  correctCounter,
  type EventRange,
  lastEventId,
  suspectCounters,
} from '../queries/counters.ts'
import type { ScheduledWork } from '../../../queue/scheduledWork.ts'

/** Events whose seats one run counts. With more events, the runs take turns. */
const eventsPerRun = 20_000

/** The time between two runs, as `scheduledTasks` has it. */
const intervalMs = 10 * 60_000

/** The events of a run. Consecutive runs get consecutive ranges, and begin again after the last one. */
function rangeOfRun(now: Date, lastId: number): EventRange {
  const ranges = Math.max(1, Math.ceil(lastId / eventsPerRun))
  const turn = Math.floor(now.getTime() / intervalMs) % ranges
  return { from: turn * eventsPerRun + 1, to: (turn + 1) * eventsPerRun }
}

async function correctSeats(payload: Payload, eventId: number): Promise<string[]> {
  const found = await inOwnTransaction(payload, (connection) => correctCounter(connection, eventId))
  if (!found) return []
  const { before, after } = found
  payload.logger.error({
    msg: `The seat counters of event ${eventId} were wrong and have been corrected`,
    before,
    after,
  })
  return [
    `event ${eventId}: ${before.taken} taken and ${before.waitlisted} waiting, ` +
      `should be ${after.taken} and ${after.waitlisted}`,
  ]
}

async function correctEventCounts(payload: Payload): Promise<string[]> {
  const wrong = await inOwnTransaction(payload, recountEvents)
  for (const { status, ...counts } of wrong) {
    const msg = `The number of events with the status ${status} was wrong and has been corrected`
    payload.logger.error({ msg, ...counts })
  }
  return wrong.map(
    ({ status, before, after }) =>
      `events with the status ${status}: ${before}, should be ${after}`,
  )
}

/**
 * Corrects counters that differ from what they count, and logs each as an error. The database's
 * triggers keep the counters correct, so a difference means that somebody has bypassed the triggers.
 */
export const reconcileCounters: ScheduledWork = async (payload, now) => {
  const range = rangeOfRun(now, await lastEventId(poolOf(payload)))
  const corrected = await correctEventCounts(payload)
  for (const eventId of await suspectCounters(poolOf(payload), range)) {
    corrected.push(...(await correctSeats(payload, eventId)))
  }
  return corrected.length > 0 ? `Corrected: ${corrected.join('; ')}` : 'All counters are correct'
}
