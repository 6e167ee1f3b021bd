import type { StoredOutcome } from '../../http/idempotency/queries.ts'
import type { RegistrationRow } from './queries/registrations.ts'
import type { ClaimedState, RefusalCode } from './rules.ts'

/** A registration that was just made. */
export interface Registered {
  /** The position on the waitlist, from 1; null for a confirmed place. */
  position: number | null
  registration: RegistrationRow
}

/**
 * How a claim ended. `signed_out`: the token is revoked. `lock_busy`: another transaction has the
 * lock of the event's seats. `in_progress`: a request with the same idempotency key is under way.
 * `answered`: an earlier request with the key has a stored outcome.
 */
export type ClaimResult =
  | ({ outcome: ClaimedState } & Registered)
  | { outcome: RefusalCode | 'signed_out' | 'lock_busy' | 'in_progress' }
  | { outcome: 'answered'; stored: StoredOutcome }
