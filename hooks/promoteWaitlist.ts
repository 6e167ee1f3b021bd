import type { CollectionAfterOperationHook, CollectionSlug } from 'payload'

import { promoteFreedSeats } from '../src/features/registrations/freedSeats.ts'

const changes = ['update', 'updateByID', 'delete', 'deleteByID']

/**
 * Places that are given back go to the next in the queue, in the same transaction, once all documents
 * of the change are done. Payload works them off side by side: one after the other, a large party
 * would be passed over for places that became free together, and those who leave in this very change
 * would be given places.
 */
export const promoteWaitlist =
  <Slug extends CollectionSlug>(): CollectionAfterOperationHook<Slug> =>
  async ({ operation, req, result }) => {
    // Hooks read documents in between, with the same request; that is not the end of the change.
    if (changes.includes(operation)) await promoteFreedSeats(req)
    return result
  }
