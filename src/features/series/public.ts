export {
  type Occurrence,
  seriesOfEvents,
  type SeriesRule,
  type SeriesWithOccurrences,
} from './queries/series.ts'
