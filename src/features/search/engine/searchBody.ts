import { textQuery } from './textQuery.ts'
import type { EngineFacet, EngineFilter, EngineRequest } from './types.ts'

type Query = Record<string, unknown>

/** Values of a facet: the most frequent ones, as PostgreSQL counts them. */
const maxValues = 100

const facetNames: EngineFacet[] = ['status', 'month', 'country', 'program']

const term = (field: string, value: string | undefined): Query[] =>
  value === undefined ? [] : [{ term: { [field]: value } }]

const range = (field: string, bounds: Record<string, Date | undefined>): Query[] => {
  const given = Object.entries(bounds).filter(([, bound]) => bound !== undefined)
  return given.length === 0 ? [] : [{ range: { [field]: Object.fromEntries(given) } }]
}

function place(near: EngineFilter['near']): Query[] {
  if (!near) return []
  const { latitude: lat, longitude: lon, metres } = near
  return metres === undefined
    ? [{ exists: { field: 'place' } }]
    : [{ geo_distance: { distance: `${metres}m`, place: { lat, lon } } }]
}

const filtersOf = (filter: EngineFilter): Query[] => [
  ...term('status', filter.status),
  ...term('tag_keys', filter.tagKey),
  ...term('program_key', filter.programKey),
  ...term('country', filter.country),
  ...range('start_date', {
    gte: filter.startsFrom,
    lt: filter.startsBefore,
    gt: filter.startsAfter,
    lte: filter.startsUntil,
  }),
  ...range('end_date', { gt: filter.endsAfter, lte: filter.endsUntil }),
  ...place(filter.near),
]

const countBy = (field: string) => ({
  terms: { field, size: maxValues, order: [{ _count: 'desc' }, { _key: 'asc' }] },
})

const facets = Object.fromEntries(facetNames.map((name) => [name, countBy(name)]))

/**
 * The body of a search.
 *
 * @param mistyped words for which similar ones are found
 */
export function searchBody(request: EngineRequest, mistyped: string[]): Query {
  const { after, alternatives, filter, from = 0, order, size } = request
  const direction = order.isDescending ? 'desc' : 'asc'
  return {
    query: { bool: { must: [textQuery(alternatives, mistyped)], filter: filtersOf(filter) } },
    sort: [{ [order.field]: direction }, { id: direction }],
    track_scores: true,
    track_total_hits: true,
    _source: false,
    size,
    ...(after ? { search_after: after } : { from }),
    ...(request.facets ? { aggs: facets } : {}),
  }
}

export interface Buckets {
  buckets: { key: string; doc_count: number }[]
}

/** The facets in a response. */
export const facetsOf = (aggregations: Record<string, unknown>) =>
  Object.fromEntries(
    facetNames.map((name) => {
      const { buckets } = aggregations[name] as Buckets
      const counts = buckets.map(({ doc_count, key }) => [key, doc_count] as const)
      return [name, Object.fromEntries(counts.sort(([a], [b]) => (a < b ? -1 : 1)))]
    }),
  ) as Record<EngineFacet, Record<string, number>>
