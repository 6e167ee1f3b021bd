import { filter, parse, term, detailsOf, wholeNumber } from '../../../http/fields.ts'
import type { CachedPageRequest } from '../../../http/pages/page.ts'
import { queryOf } from '../../../http/queryParameters.ts'
import { z } from '../../../http/zod.ts'
import { maxInteger } from '../../../shared/documentId.ts'
import { isCalendarDay } from '../../../shared/isoDate.ts'
import { ListFilters } from '../../events/public.ts'

/** A month, such as 2031-05. */
const month = () => z.string().regex(/^[1-9]\d{3}-(0[1-9]|1[0-2])$/)

const times = ['upcoming', 'past', 'all'] as const

/** The filters of the pages: those of v1 by the same names, and some that people choose by a link. */
const PageFilters = ListFilters.pick({
  country: true,
  end_date: true,
  has_seats: true,
  near: true,
  program: true,
  series: true,
  start_date: true,
  tag: true,
  within: true,
}).extend({
  q: filter(term(500)),
  month: filter(month()),
  /** Events that take place on a day, in UTC. */
  day: filter(z.string().refine(isCalendarDay)),
  /** Events of the future, unless the caller asks for others or for dates. */
  time: filter(z.enum(times)),
})

const ListPageQuery = PageFilters.extend({
  page: filter(wholeNumber(1, maxInteger)),
  skip: filter(wholeNumber(0, 100)),
})

export type PageQuery = z.output<typeof ListPageQuery>

/** The names of the filters, in the order in which links have them. */
const filterNames = Object.keys(PageFilters.shape) as (keyof typeof PageFilters.shape)[]

/** The query of a page: as it is understood, or the names of what is wrong in it. */
export type Read<Query> =
  { query: Query; wrong?: undefined } | { query?: undefined; wrong: string[] }

/** Reads the query of a page with a schema. */
function readQuery<Schema extends z.ZodType>(
  schema: Schema,
  { url }: Pick<CachedPageRequest, 'url'>,
): Read<z.output<Schema>> {
  const { data, error, success } = parse(schema, queryOf(url))
  return success ? { query: data } : { wrong: Object.keys(detailsOf(error)) }
}

/** Reads the query of the list. A bound of distance without a place is wrong. */
export function readListQuery(request: Pick<CachedPageRequest, 'url'>): Read<PageQuery> {
  const read = readQuery(ListPageQuery, request)
  const isLost = read.query?.within !== undefined && !read.query.near
  return isLost ? { wrong: ['near'] } : read
}

/** The filters of a request as they were typed, without those that are empty. */
export const typedFilters = ({ query }: Pick<CachedPageRequest, 'query'>): Record<string, string> =>
  Object.fromEntries(
    filterNames.map((name) => [name, query(name).trim()] as const).filter(([, value]) => value),
  )
