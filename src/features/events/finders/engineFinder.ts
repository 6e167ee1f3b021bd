import type { Connection } from '../../../database/connection.ts'
import {
  type EngineFound,
  type EngineSearch,
  EngineUnavailable,
  meantIn,
} from '../../search/public.ts'
import { type FoundEvents, listEventsAfter } from '../queries/events.ts'
import type { EventFilter, RankedEvents } from '../queries/filter.ts'
import type { Position } from '../queries/ordering.ts'
import type { Viewer } from '../rules.ts'
import { databaseFinder } from './databaseFinder.ts'
import { engineFilterOf, engineOrderOf, isKnownToEngine } from './engineFilterOf.ts'
import type { EventFinder, PageRequest } from './eventFinder.ts'

/** Events that the engine returns at most, and the furthest event that a page of it can end with. */
const maxHits = 10_000

interface Asked {
  connection: Connection
  viewer: Viewer
  /** Without the words, which are in `search`. */
  filter: EventFilter
  search: EngineSearch
  /** Whether the found events are counted by their values. */
  wantsFacets: boolean
}

const rankedBy = ({ hits }: EngineFound): RankedEvents => ({
  ids: hits.map(({ id }) => id),
  scores: hits.map(({ score }) => score),
})

/**
 * Finds all events with the words in the engine, and lets PostgreSQL do the rest with their ids: seats,
 * distances, titles. It is exact, because PostgreSQL counts.
 *
 * @throws {EngineUnavailable} when they are too many for that
 */
async function findAll({ connection, filter, search, viewer }: Asked) {
  const found = await search.engine.find({
    alternatives: search.alternatives,
    filter: engineFilterOf(filter, search),
    order: { field: '_score', isDescending: true },
    size: maxHits,
    facets: false,
  })
  if (found.total > found.hits.length) throw new EngineUnavailable('Too many events')
  const finder = databaseFinder(connection, viewer, { ...filter, search: rankedBy(found) })
  return { found, finder }
}

/** What the engine takes as the key of an event: the milliseconds of an instant, or the score. */
const engineKeyOf = ({ id, key }: Position): [number, number] => [
  key.includes('T') ? new Date(key).getTime() : Number(key),
  id,
]

/** A page that the engine has found, ordered and counted. PostgreSQL reads its events under the viewer's access. */
async function findPage(asked: Asked, page: PageRequest, position: Position | undefined) {
  const { connection, filter, search, viewer, wantsFacets } = asked
  const found = await search.engine.find({
    alternatives: search.alternatives,
    filter: engineFilterOf(filter, search),
    order: engineOrderOf(page.ordering)!,
    from: page.offset,
    size: page.limit,
    after: position && engineKeyOf(position),
    facets: wantsFacets,
  })
  const ranked = rankedBy(found)
  const read: FoundEvents = await listEventsAfter(
    connection,
    viewer,
    { ...filter, search: ranked },
    { ordering: page.ordering, limit: page.limit, position: undefined },
  )
  // An event has changed at this moment. The engine's count may be wrong then, so PostgreSQL answers alone.
  if (read.found !== ranked.ids.length) throw new EngineUnavailable('An event has changed')
  return { found, read }
}

/** Whether the engine can find this page by itself. */
const isPageOfEngine = ({ filter }: Asked, page: PageRequest, position?: Position) =>
  isKnownToEngine(filter) &&
  engineOrderOf(page.ordering) !== undefined &&
  (page.offset ?? 0) + page.limit <= maxHits &&
  !position?.isForeign

/** Finds events in the search engine. What the engine does not know exactly, PostgreSQL decides. */
export function engineFinder(asked: Asked): EventFinder {
  let mistyped: string[] = []
  let countFacets: EventFinder['facets'] | undefined

  async function find(page: PageRequest, position?: Position) {
    const { found, read } = await findPage(asked, page, position)
    mistyped = found.mistyped
    countFacets = () => Promise.resolve(found.facets!)
    return { ...read, count: found.total }
  }
  async function findInDatabase() {
    const { finder, found } = await findAll(asked)
    mistyped = found.mistyped
    countFacets = () => finder.facets()
    return finder
  }
  return {
    filter: asked.filter,
    scorer: 'engine',
    page: async (page) =>
      isPageOfEngine(asked, page) ? find(page) : (await findInDatabase()).page(page),
    after: async (page) =>
      isPageOfEngine(asked, page, page.position)
        ? find(page, page.position)
        : (await findInDatabase()).after(page),
    facets: () => countFacets!(),
    marked: (events) => ({
      beginnings: asked.search.typed,
      words: meantIn(
        events.flatMap(({ location, title }) => [title, location]),
        mistyped,
      ),
    }),
  }
}
