import type { EngineField, EngineFilter, EngineSearch } from '../../search/public.ts'
import type { EventFilter } from '../queries/filter.ts'
import type { Ordering } from '../queries/ordering.ts'

/** Metres that the engine adds to a distance: it rounds coordinates. PostgreSQL then measures exactly. */
const marginMetres = 20

function nearOf({ near, within }: EventFilter): EngineFilter['near'] {
  if (!near) return undefined
  return { ...near, ...(within === undefined ? {} : { metres: within * 1001 + marginMetres }) }
}

/** What the engine can know of a filter. It knows nothing of seats. */
export const engineFilterOf = (
  filter: EventFilter,
  { programKey, tagKey }: EngineSearch,
): EngineFilter => ({
  status: filter.status,
  startsFrom: filter.startsFrom,
  startsBefore: filter.startsBefore,
  startsAfter: filter.upcoming === true ? filter.now : undefined,
  startsUntil: filter.upcoming === false ? filter.now : undefined,
  endsAfter: filter.endsAfter,
  endsUntil: filter.endsUntil,
  tagKey,
  programKey,
  country: filter.country?.toUpperCase(),
  near: nearOf(filter),
})

/**
 * The engine's name for an ordering; undefined for those that only PostgreSQL has: titles follow the
 * collation of the database, and distances are exact there.
 */
export function engineOrderOf(
  ordering: Ordering,
): { field: EngineField; isDescending: boolean } | undefined {
  switch (ordering) {
    case 'relevance':
      return { field: '_score', isDescending: true }
    case 'start_date':
    case '-start_date':
      return { field: 'start_date', isDescending: ordering.startsWith('-') }
    case 'created_at':
    case '-created_at':
      return { field: 'created_at', isDescending: ordering.startsWith('-') }
    default:
      return undefined
  }
}

/** Whether the engine knows everything that the filter asks for, so that it can count the events. */
export const isKnownToEngine = ({ hasSeats, near }: EventFilter): boolean =>
  hasSeats === undefined && !near
