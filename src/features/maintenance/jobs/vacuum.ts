import { vacuumHotTables } from '../queries.ts'
import type { ScheduledWork } from '../../../queue/scheduledWork.ts'

/** Tidies the tables that change most, at an hour when little goes on. */
export const vacuum: ScheduledWork = async (payload) =>
  `${(await vacuumHotTables(payload)).length} tables`
