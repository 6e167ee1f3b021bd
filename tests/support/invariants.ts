import type { Payload } from 'payload'

import { poolOf } from '../../src/database/connection.ts'
import { brokenInvariants } from '../../src/features/registrations/queries/invariants.ts'

/** What does not add up in the database, after whatever a test did to it: empty when all is well. */
export const findBrokenInvariants = (payload: Payload) => brokenInvariants(poolOf(payload))
