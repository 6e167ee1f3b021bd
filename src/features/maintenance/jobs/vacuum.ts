import { vacuumBusiestTables } from '../queries.ts'
import type { ScheduledWork } from '../../../queue/scheduledWork.ts'

/** Vacuums the busiest tables. The schedule runs it at night, when there is little traffic. */
export const vacuum: ScheduledWork = async (payload) =>
  `${(await vacuumBusiestTables(payload)).length} tables`
