import { ValidationError } from 'payload'
import type { z } from 'zod'

import type { Connection } from '../../database/connection.ts'
import { prepareSearch } from '../search/public.ts'
import { type EventFilter, visibleTo } from './queries/filter.ts'
import type { Viewer } from './rules.ts'
import type { ListFilters } from './schemas.ts'

/**
 * What the events of a list must match, as its query says.
 *
 * @throws {ValidationError} for a distance without the place from which it is measured
 */
export async function filterOf(
  connection: Connection,
  viewer: Viewer,
  query: z.output<typeof ListFilters>,
): Promise<EventFilter> {
  if (query.within !== undefined && !query.near) {
    throw new ValidationError({ errors: [{ path: 'within', message: 'This needs near.' }] })
  }
  const { search } = query
  return {
    status: query.status,
    startsFrom: query.start_date,
    endsUntil: query.end_date,
    search:
      search === undefined
        ? undefined
        : ((await prepareSearch(connection, search, visibleTo(viewer))) ?? null),
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
