import type { Payload } from 'payload'

import { readerOf } from '../../../database/replicaReads.ts'
import { entityTagOfBody } from '../../../http/conditionalRequests.ts'
import type { CachedPageRequest } from '../../../http/pages/page.ts'
import { htmlType } from '../../../http/pages/sendPage.ts'
import type { ReadResponse } from '../../../http/responseCache/cacheableRead.ts'
import { dayMs } from '../../../shared/isoDate.ts'
import { renderDocument } from '../layout/renderDocument.ts'
import { typedFilters } from '../list/listQuery.ts'
import { queryOrForm } from '../list/queryOrForm.tsx'
import { siteOf, type SiteSettings } from '../site.ts'
import { findMonth } from './findMonth.ts'
import { MonthPage } from './MonthPage.tsx'

/** Filters by time have no meaning in a month. */
const ofTime = ['day', 'end_date', 'month', 'start_date', 'time']

/** The page of a month. @throws {OtherResponse} 400 with the form, for filters that cannot be read */
export async function readMonth(
  payload: Payload,
  request: CachedPageRequest,
  settings: SiteSettings,
): Promise<ReadResponse> {
  const site = siteOf(request, settings)
  const typed = typedFilters(request)
  const query = queryOrForm(request, site)
  const now = new Date()
  const today = now.toISOString().slice(0, 10)
  const month = query.month ?? today.slice(0, 7)
  const undated = { ...query, ...Object.fromEntries(ofTime.map((name) => [name, undefined])) }
  const { days, ids, isCut } = await findMonth(readerOf(payload), undated, month)
  const filters = Object.fromEntries(
    Object.entries(typed).filter(([name]) => !ofTime.includes(name)),
  )
  const body = renderDocument(
    <MonthPage
      days={days}
      filters={filters}
      isCut={isCut}
      month={month}
      site={site}
      today={today}
    />,
  )
  return {
    body,
    type: htmlType,
    tag: entityTagOfBody(body),
    eventIds: ids,
    changesAt: (Math.floor(now.getTime() / dayMs) + 1) * dayMs,
  }
}
