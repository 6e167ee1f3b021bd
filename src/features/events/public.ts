export { ownsEvent } from './access/ownsEvent.ts'
export { type OverviewEvent, readOverview } from './readOverview.ts'
export type { EventStatus } from './rules.ts'
export { EventParams } from './schemas.ts'
