import type { CollectionAfterOperationHook, CollectionSlug } from 'payload'

import { promoteFreedSeats } from '../src/features/registrations/freedSeats.ts'

const changes = ['update', 'updateByID', 'delete', 'deleteByID']

/**
 * Gives freed places to the waitlist in the same transaction, after all documents of a bulk change.
 * Promoted after each document, places that become free together would pass over a large party, and
 * registrations that this change cancels later would still get places.
 */
export const promoteWaitlist =
  <Slug extends CollectionSlug>(): CollectionAfterOperationHook<Slug> =>
  async ({ operation, req, result }) => {
    // Hooks read documents in between with the same request; those reads do not end the change.
    if (changes.includes(operation)) await promoteFreedSeats(req)
    return result
  }
