import type { Payload } from 'payload'

import { readerOf } from '../../../database/replicaReads.ts'
import { entityTagOfBody } from '../../../http/conditionalRequests.ts'
import type { CachedPageRequest } from '../../../http/pages/page.ts'
import { htmlType } from '../../../http/pages/sendPage.ts'
import type { ReadResponse } from '../../../http/responseCache/cacheableRead.ts'
import { nextPublicStart } from '../../events/public.ts'
import { renderDocument } from '../layout/renderDocument.ts'
import { nextChange } from '../seats.ts'
import { siteOf, type SiteSettings } from '../site.ts'
import { findList } from './findList.ts'
import { ListPage } from './ListPage.tsx'
import { typedFilters } from './listQuery.ts'
import { queryOrForm } from './queryOrForm.tsx'

/** The earliest of the instants that there are. */
export const earliest = (...instants: (number | undefined)[]): number | undefined => {
  const given = instants.filter((instant) => instant !== undefined)
  return given.length > 0 ? Math.min(...given) : undefined
}

/**
 * The page of the list of events.
 *
 * @throws {OtherResponse} 400 with the form, for filters that cannot be read
 * @throws {Refusal} 404 for a page past the end
 */
export async function readList(
  payload: Payload,
  request: CachedPageRequest,
  settings: SiteSettings,
): Promise<ReadResponse> {
  const site = siteOf(request, settings)
  const filters = typedFilters(request)
  const query = queryOrForm(request, site)
  const found = await findList(payload, query, request)
  const body = renderDocument(
    <ListPage filters={filters} found={found} page={query.page ?? 1} site={site} />,
  )
  const { events, now, time } = found
  // Which events are upcoming changes with each event that begins, also with one that is not on the page.
  const start = time === 'all' ? undefined : await nextPublicStart(readerOf(payload), now)
  return {
    body,
    type: htmlType,
    tag: entityTagOfBody(body),
    eventIds: events.map(({ id }) => id),
    changesAt: earliest(start, nextChange(events, now)),
  }
}
