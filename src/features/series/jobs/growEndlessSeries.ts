import { poolOf } from '../../../database/connection.ts'
import type { ScheduledWork } from '../../../queue/scheduledWork.ts'
import { counted } from '../../../shared/counted.ts'
import { growSeries } from '../growSeries.ts'
import { endlessSeries } from '../queries/series.ts'

/** Series that are read at a time. */
const batch = 200

/** Makes the events of each endless series a year ahead, each series in a transaction of its own. */
export const growEndlessSeries: ScheduledWork = async (payload, now) => {
  let made = 0
  let grown = 0
  let last = 0
  for (;;) {
    const ids = await endlessSeries(poolOf(payload), last, batch)
    if (ids.length === 0) break
    for (const id of ids) {
      const count = await growSeries(payload, id, now)
      made += count
      if (count > 0) grown += 1
    }
    last = ids.at(-1)!
  }
  if (made === 0) return 'No series to grow'
  return `Made ${counted(made, 'event')} of ${grown} series`
}
