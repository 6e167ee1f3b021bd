import { ValidationError } from 'payload'
import type { z } from 'zod'

import type { Connection } from '../../database/connection.ts'
import { prepareSearch } from '../search/public.ts'
import { type EventFilter, visibleTo } from './queries/filter.ts'
import type { Viewer } from './rules.ts'
import type { ListFilters } from './schemas.ts'

type Query = z.output<typeof ListFilters>

/**
 * What the events of a list must match besides the words, as its query says.
 *
 * @throws {ValidationError} for a distance without the place from which it is measured
 */
export function wordlessFilterOf(query: Omit<Query, 'search'>): EventFilter {
  if (query.within !== undefined && !query.near) {
    throw new ValidationError({ errors: [{ path: 'within', message: 'This needs near.' }] })
  }
  return {
    status: query.status,
    startsFrom: query.start_date,
    endsUntil: query.end_date,
    series: query.series,
    near: query.near,
    within: query.within,
    upcoming: query.upcoming,
    hasSeats: query.has_seats,
    tag: query.tag,
    program: query.program,
    country: query.country,
    now: new Date(),
  }
}

/**
 * What the events of a list must match, as its query says. PostgreSQL finds them.
 *
 * @throws {ValidationError} as `wordlessFilterOf` does
 */
export async function filterOf(
  connection: Connection,
  viewer: Viewer,
  { search, ...query }: Query,
): Promise<EventFilter> {
  const filter = wordlessFilterOf(query)
  if (search === undefined) return filter
  const prepared = await prepareSearch(connection, search, visibleTo(viewer))
  return { ...filter, search: prepared ?? null }
}
