import { type CachedPageRequest, OtherResponse } from '../../../http/pages/page.ts'
import { renderDocument } from '../layout/renderDocument.ts'
import type { Site } from '../site.ts'
import { WrongFilters } from './ListPage.tsx'
import { type PageQuery, readListQuery, typedFilters } from './listQuery.ts'

/** The query of a page of events. @throws {OtherResponse} 400 with the form, for filters that cannot be read */
export function queryOrForm(request: CachedPageRequest, site: Site): PageQuery {
  const { query, wrong } = readListQuery(request)
  if (query) return query
  const filters = typedFilters(request)
  const page = renderDocument(<WrongFilters filters={filters} site={site} wrong={wrong} />)
  throw new OtherResponse({ status: 400, page })
}
