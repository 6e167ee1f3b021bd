import { inOwnTransaction } from '../../../database/connection.ts'
import type { ScheduledWork } from '../../../queue/scheduledWork.ts'
import { counted } from '../../../shared/counted.ts'
import { servicesOf } from '../../../shared/services.ts'
import { type Located, storeFound, takeUnlocated } from '../queries.ts'

/** Events of a run, and of a transaction: their webhooks and calendars change, which must not delay others. */
const batches = { perRun: 20, events: 100 }

/**
 * Finds the coordinates of events from before the platform did so at each save. Each is looked up once; a list in the
 * database says which are left.
 */
export const locateEvents: ScheduledWork = async (payload) => {
  const { gazetteer } = servicesOf(payload)
  let found = 0
  for (let batch = 0; batch < batches.perRun; batch += 1) {
    const taken = await inOwnTransaction(payload, async (connection) => {
      const events = await takeUnlocated(connection, batches.events)
      const located: Located[] = []
      for (const event of events) {
        const coordinates = await gazetteer.find(event)
        if (coordinates) located.push({ id: event.id, ...coordinates })
      }
      found += located.length === 0 ? 0 : await storeFound(connection, located)
      return events.length
    })
    if (taken === 0) break
  }
  return found === 0 ? 'No events to locate' : `Found the place of ${counted(found, 'event')}`
}
