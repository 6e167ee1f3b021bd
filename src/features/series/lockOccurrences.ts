import type { Connection } from '../../database/connection.ts'
import { lockEventSeats, lockSeatsOfEvents } from '../registrations/public.ts'
import { eventsOfSameSeries } from './queries/occurrences.ts'
import type { Scope } from './scope.ts'

/**
 * Locks the seats of the events that a change reaches, in the order in which every transaction locks them.
 * Another change may have made or moved events of the series while this one waited, so it looks again.
 */
export async function lockOccurrences(connection: Connection, eventId: number, scope: Scope) {
  if (scope === 'this') {
    await lockEventSeats(connection, eventId)
    return
  }
  const locked = new Set<number>()
  for (;;) {
    const ids = await eventsOfSameSeries(connection, eventId)
    const missing = ids.filter((id) => !locked.has(id))
    if (missing.length === 0) return
    await lockSeatsOfEvents(connection, missing)
    for (const id of missing) locked.add(id)
  }
}
