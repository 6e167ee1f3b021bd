import type { z } from 'zod'

import { type Address, pageLinks } from '../../http/pagination.ts'
import { notFound } from '../../shared/errors/Refusal.ts'
import type { PageQuery } from './schemas.ts'

const defaultPageSize = 20
const maxPageSize = 100

type Load<Row> = (page: {
  limit: number
  offset: number
}) => Promise<{ count: number; rows: Row[] }>

/** One page of rows in v1's format. @throws {Refusal} 404 for a page that does not exist */
export async function readPage<Row>(
  query: z.output<typeof PageQuery>,
  address: Address,
  load: Load<Row>,
  serialize: (row: Row) => object,
) {
  const page = query.page ?? 1
  const limit = Math.min(query.page_size ?? defaultPageSize, maxPageSize)
  const offset = (page - 1) * limit
  if (offset < 0) throw notFound()
  const { count, rows } = await load({ limit, offset })
  if (page > 1 && offset >= count) throw notFound()
  const links = pageLinks(address, { page, hasNext: offset + limit < count })
  return { count, ...links, results: rows.map(serialize) }
}
