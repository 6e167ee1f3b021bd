import type { Payload } from 'payload'

import { type Connection, inOwnTransaction } from '../../database/connection.ts'
import {
  findStoredOutcomes,
  type KeyedOutcome,
  lockKeys,
  storeOutcomes,
} from '../../http/idempotency/queries.ts'
import type { ClaimResult, Registered } from './claimResult.ts'
import { type ClaimOptions, claimPlaces, type PlaceClaim } from './queries/claims.ts'

/** A claim that may repeat an earlier one, when the client sent an `Idempotency-Key`. */
export interface IdempotentClaim extends PlaceClaim {
  idempotency?: { keyHash: Buffer; toStoredOutcome: (registered: Registered) => KeyedOutcome }
}

const nameOf = (keyHash: Buffer) => keyHash.toString('hex')

/** The results of claims whose key is in use or has a stored outcome; the other claims are missing. */
async function knownResults(connection: Connection, claims: IdempotentClaim[]) {
  const known = new Map<IdempotentClaim, ClaimResult>()
  const byKey = new Map<string, IdempotentClaim>()
  for (const claim of claims) {
    if (!claim.idempotency) continue
    const name = nameOf(claim.idempotency.keyHash)
    // A transaction is not blocked by its own lock: the second of two claims with one key stops here.
    if (byKey.has(name)) known.set(claim, { outcome: 'in_progress' })
    else byKey.set(name, claim)
  }
  const keyed = [...byKey.values()]
  const hashes = keyed.map(({ idempotency }) => idempotency!.keyHash)
  const locked = await lockKeys(connection, hashes)
  for (const [index, claim] of keyed.entries()) {
    if (!locked[index]) known.set(claim, { outcome: 'in_progress' })
  }
  for (const stored of await findStoredOutcomes(connection, hashes)) {
    const claim = byKey.get(nameOf(stored.keyHash))!
    if (!known.has(claim)) known.set(claim, { outcome: 'answered', stored })
  }
  return known
}

const outcomeToStore = ({ idempotency }: IdempotentClaim, result: ClaimResult): KeyedOutcome[] =>
  idempotency && 'registration' in result ? [idempotency.toStoredOutcome(result)] : []

/**
 * Decides claims and stores the successful ones under their keys, in one transaction: a registration
 * never exists without its stored outcome. A refusal changes nothing in the database,
 * so the caller stores it separately.
 *
 * @returns a result for each claim, in the order of the claims
 */
export async function claimWithIdempotency(
  payload: Payload,
  claims: IdempotentClaim[],
  options: ClaimOptions,
): Promise<ClaimResult[]> {
  return inOwnTransaction(payload, async (connection) => {
    const known = await knownResults(connection, claims)
    const open = claims.filter((claim) => !known.has(claim))
    const decided = open.length > 0 ? await claimPlaces(connection, open, options) : []
    const results = new Map(open.map((claim, index) => [claim, decided[index]!]))
    await storeOutcomes(
      connection,
      open.flatMap((claim) => outcomeToStore(claim, results.get(claim)!)),
    )
    return claims.map((claim) => known.get(claim) ?? results.get(claim)!)
  })
}
