import type { Payload } from 'payload'

import { poolOf } from '../../../database/connection.ts'
import { servicesOf } from '../../../shared/services.ts'
import { formatName } from './indexFormat.ts'
import { fedIndexes } from '../queries/indexes.ts'

/**
 * What searches, for the health report: the product at `SEARCH_URL`, undefined without that setting. While that one does not
 * answer, or its index is not complete, PostgreSQL searches. Never throws.
 */
export async function describeSearch(payload: Payload): Promise<string | undefined> {
  const { searchEngine } = servicesOf(payload)
  if (!searchEngine) return undefined
  try {
    const product = await searchEngine.product()
    const indexes = await fedIndexes(poolOf(payload))
    return indexes.some(({ format, isLive }) => isLive && format === formatName)
      ? product
      : `${product} not ready`
  } catch {
    return 'search engine unavailable'
  }
}
