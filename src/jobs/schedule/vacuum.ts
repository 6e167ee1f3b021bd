import { tidyHotTables } from '../../db/upkeep.ts'
import type { ScheduledWork } from './scheduled.ts'

/** Tidies the tables that change most, at an hour when little goes on. */
export const vacuum: ScheduledWork = async (payload) =>
  `${(await tidyHotTables(payload)).length} tables`
