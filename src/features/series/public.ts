export { changeOccurrences } from './changeOccurrences.ts'
export { ruleForCalendars } from './changeRule.ts'
export { deleteOccurrences } from './deleteOccurrences.ts'
export { lockOccurrences } from './lockOccurrences.ts'
export {
  deleteIfEmpty,
  type Occurrence,
  seriesOfEvents,
  type SeriesRule,
  type SeriesWithOccurrences,
} from './queries/series.ts'
export { repeatEvent } from './repeatEvent.ts'
export { ruleInWords } from './ruleText.ts'
export { type Scope, scopeOf, scopes } from './scope.ts'
