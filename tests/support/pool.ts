import type { Pool } from 'pg'
import type { Payload } from 'payload'

/** The pool of the platform's database, for statements that a test runs itself. */
export const poolOf = (payload: Payload) => (payload.db as unknown as { pool: Pool }).pool
