import type { CollectionAfterOperationHook, CollectionSlug } from 'payload'

import { alwaysAllowed, maxPageBytes, pageTooHeavy, weightOf } from '../src/shared/pageWeight.ts'

/**
 * Refuses a page that is too heavy with what its documents refer to: a thousand registrations may all show
 * the same large event.
 *
 * @throws {Refusal} 400
 */
export const limitPage =
  <Slug extends CollectionSlug>(): CollectionAfterOperationHook<Slug> =>
  ({ operation, overrideAccess, req, result }) => {
    if (overrideAccess || operation !== 'find' || req.payloadAPI === 'local') return result
    const { docs } = result as { docs: unknown[] }
    if (docs.length > alwaysAllowed && weightOf(docs) > maxPageBytes) throw pageTooHeavy()
    return result
  }
