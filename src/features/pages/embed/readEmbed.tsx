import type { Payload } from 'payload'

import { readerOf } from '../../../database/replicaReads.ts'
import { entityTagOfBody } from '../../../http/conditionalRequests.ts'
import type { CachedPageRequest } from '../../../http/pages/page.ts'
import { htmlType } from '../../../http/pages/sendPage.ts'
import type { ReadResponse } from '../../../http/responseCache/cacheableRead.ts'
import { nextPublicStart } from '../../events/public.ts'
import { renderDocument } from '../layout/renderDocument.ts'
import { findList } from '../list/findList.ts'
import { typedFilters } from '../list/listQuery.ts'
import { queryOrForm } from '../list/queryOrForm.tsx'
import { earliest } from '../list/readList.tsx'
import { nextChange } from '../seats.ts'
import { siteOf, type SiteSettings } from '../site.ts'
import { EmbedPage } from './EmbedPage.tsx'

/** Events in a frame. */
const shown = { usual: 5, most: 20 }

function limitOf({ query }: CachedPageRequest): number {
  const given = Number(query('limit'))
  return Number.isInteger(given) && given > 0 ? Math.min(given, shown.most) : shown.usual
}

/** The events for a frame on another site. @throws {OtherResponse} 400 for filters that cannot be read */
export async function readEmbed(
  payload: Payload,
  request: CachedPageRequest,
  settings: SiteSettings,
): Promise<ReadResponse> {
  // Who is signed in here is nothing to a page of another site.
  const site = { ...siteOf(request, settings), isSignedIn: false }
  const query = queryOrForm(request, site)
  const connection = readerOf(payload)
  const found = await findList(payload, query, request, limitOf(request))
  const body = renderDocument(
    <EmbedPage filters={typedFilters(request)} found={found} site={site} />,
  )
  return {
    body,
    type: htmlType,
    tag: entityTagOfBody(body),
    eventIds: found.events.map(({ id }) => id),
    changesAt: earliest(
      await nextPublicStart(connection, found.now),
      nextChange(found.events, found.now),
    ),
  }
}
