import type { z } from 'zod'

import type { Connection } from '../../database/connection.ts'
import { listPublicEvents, type Viewer } from './queries.ts'
import { notFound } from '../../shared/errors/Refusal.ts'
import type { ListQuery } from './schemas.ts'
import { type Address, pageLinks } from '../../http/pagination.ts'
import { serializeEvent } from './serialize.ts'

const defaultPageSize = 20
const maxPageSize = 100

/**
 * A page of the events that the viewer may see, in v1's format, with the events themselves.
 *
 * @throws {Refusal} 404 for a page that does not exist
 */
export async function readPage(
  connection: Connection,
  viewer: Viewer,
  query: z.output<typeof ListQuery>,
  address: Address,
) {
  const number = query.page ?? 1
  const limit = Math.min(query.page_size ?? defaultPageSize, maxPageSize)
  const offset = (number - 1) * limit
  if (offset < 0) throw notFound()
  const filter = {
    status: query.status,
    startsFrom: query.start_date,
    endsUntil: query.end_date,
    search: query.search,
  }
  const ordering = query.ordering ?? '-created_at'
  const { count, events } = await listPublicEvents(connection, viewer, filter, {
    ordering,
    offset,
    limit,
  })
  if (number > 1 && offset >= count) throw notFound()
  const now = new Date()
  const results = events.map((event) => serializeEvent(event, now))
  const links = pageLinks(address, { page: number, hasNext: offset + limit < count })
  return { events, now, page: { count, ...links, results } }
}
