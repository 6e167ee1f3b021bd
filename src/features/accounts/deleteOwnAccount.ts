import type { PayloadRequest } from 'payload'

import { inTransaction } from '../../database/connection.ts'

/**
 * Deletes the caller's account. Hooks give the seats of their registrations to the waitlists. Their events
 * stay, without an owner, because guests rely on them: staff run them.
 *
 * @throws {Refusal} 409 for the last admin
 */
export const deleteOwnAccount = (req: PayloadRequest, id: number): Promise<void> =>
  inTransaction(req, async () => {
    await req.payload.delete({
      collection: 'users',
      id,
      depth: 0,
      overrideAccess: false,
      overrideLock: true,
      req,
    })
  })
