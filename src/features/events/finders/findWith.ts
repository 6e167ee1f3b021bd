import type { Payload } from 'payload'
import type { z } from 'zod'

import { readerOf } from '../../../database/replicaReads.ts'
import { EngineUnavailable, prepareEngineSearch } from '../../search/public.ts'
import { filterOf, wordlessFilterOf } from '../filterOf.ts'
import type { EventFilter } from '../queries/filter.ts'
import type { Viewer } from '../rules.ts'
import type { ListFilters } from '../schemas.ts'
import { databaseFinder } from './databaseFinder.ts'
import { engineFinder } from './engineFinder.ts'
import type { EventFinder } from './eventFinder.ts'

/** Bounds of time for which v1 has no parameters. */
export type EventDates = Pick<EventFilter, 'endsAfter' | 'startsBefore'>

interface Asked {
  payload: Payload
  viewer: Viewer
  query: z.output<typeof ListFilters>
  dates?: EventDates
  /** Whether the found events are counted by their values. */
  wantsFacets: boolean
}

/** The search engine, if it can answer. Lists without words are PostgreSQL's, and so are series and what staff see. */
async function engineFinderOf(asked: Asked) {
  const { dates, payload, query, viewer, wantsFacets } = asked
  const { search: text, ...others } = query
  const isOthers = viewer.isStaff || others.series !== undefined
  if (isOthers || (text === undefined && !wantsFacets)) return undefined
  const connection = readerOf(payload)
  const { id: userId } = viewer
  const { program, tag } = others
  const search = await prepareEngineSearch(payload, connection, { text, tag, program, userId })
  if (!search) return undefined
  const filter = { ...wordlessFilterOf(others), ...dates }
  return {
    engine: search.engine,
    finder: engineFinder({ connection, viewer, filter, search, wantsFacets }),
  }
}

/**
 * Finds events with the search engine, or with PostgreSQL when there is no engine, or when it does not answer. All
 * that `work` asks for comes from one of them: a page and its counts belong together.
 *
 * @throws {ValidationError} as `filterOf` does, and what `work` throws
 */
export async function findWith<Result>(
  asked: Asked,
  work: (finder: EventFinder) => Promise<Result>,
): Promise<Result> {
  const { dates, payload, query, viewer } = asked
  const found = await engineFinderOf(asked)
  if (found) {
    try {
      const result = await work(found.finder)
      found.engine.counts.engine += 1
      return result
    } catch (error) {
      if (!(error instanceof EngineUnavailable)) throw error
      found.engine.counts.unavailable += 1
    }
  }
  const connection = readerOf(payload)
  const filter = { ...(await filterOf(connection, viewer, query)), ...dates }
  return work(databaseFinder(connection, viewer, filter))
}
