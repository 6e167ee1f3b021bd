import type { Payload } from 'payload'

import { type Connection, inOwnTransaction } from '../../database/connection.ts'
import {
  findStoredResponses,
  type KeyedResponse,
  type StoredResponse,
  storeResponses,
  lockKeys,
} from '../../http/idempotency/queries.ts'
import { claimPlaces, type PlaceResult, type PlaceClaim } from './queries/claims.ts'

/** A claim that may be a retry of one that was decided before. */
export interface IdempotentClaim extends PlaceClaim {
  /** The key that the client sent with it, and how the answer is kept for the next try. */
  idempotency?: { keyHash: Buffer; keep: (answer: PlaceResult) => StoredResponse }
}

export interface IdempotentClaimResult extends Omit<PlaceResult, 'outcome'> {
  /** `in_progress`: a request with the key is under way. `answered`: one was answered before. */
  outcome: PlaceResult['outcome'] | 'in_progress' | 'answered'
  /** What was answered before. */
  stored?: StoredResponse
}

const undecided = (
  outcome: 'in_progress' | 'answered',
  stored?: StoredResponse,
): IdempotentClaimResult => ({
  outcome,
  position: null,
  registration: null,
  stored,
})

const nameOf = (keyHash: Buffer) => keyHash.toString('hex')

/** What is known of claims whose key is taken, or was answered; nothing of those to decide on. */
async function knownAnswers(connection: Connection, claims: IdempotentClaim[]) {
  const known = new Map<IdempotentClaim, IdempotentClaimResult>()
  const mine = new Map<string, IdempotentClaim>()
  for (const claim of claims) {
    if (!claim.idempotency) continue
    const name = nameOf(claim.idempotency.keyHash)
    // The lock does not keep a transaction from itself: of two with one key the second waits.
    if (mine.has(name)) known.set(claim, undecided('in_progress'))
    else mine.set(name, claim)
  }
  const keyed = [...mine.values()]
  const hashes = keyed.map(({ idempotency }) => idempotency!.keyHash)
  const taken = await lockKeys(connection, hashes)
  for (const [index, claim] of keyed.entries()) {
    if (!taken[index]) known.set(claim, undecided('in_progress'))
  }
  for (const stored of await findStoredResponses(connection, hashes)) {
    const claim = mine.get(nameOf(stored.keyHash))!
    if (!known.has(claim)) known.set(claim, undecided('answered', stored))
  }
  return known
}

const keptOf = ({ idempotency }: IdempotentClaim, answer: PlaceResult): KeyedResponse[] =>
  idempotency && answer.registration
    ? [{ keyHash: idempotency.keyHash, ...idempotency.keep(answer) }]
    : []

/**
 * Claims in one transaction that also keeps the answers of those that gave a place, under the keys
 * that their clients sent: there is never one without the other. A refusal changes nothing, and is
 * for the caller to keep.
 *
 * @param patient as `claimPlaces` has it
 * @returns an answer a claim, in the order of the claims
 */
export async function claimWithIdempotency(
  payload: Payload,
  claims: IdempotentClaim[],
  now: Date,
  patient: boolean,
): Promise<IdempotentClaimResult[]> {
  return inOwnTransaction(payload, async (connection) => {
    const known = await knownAnswers(connection, claims)
    const open = claims.filter((claim) => !known.has(claim))
    const placed = open.length > 0 ? await claimPlaces(connection, open, now, patient) : []
    const answers = new Map(open.map((claim, index) => [claim, placed[index]!]))
    await storeResponses(
      connection,
      open.flatMap((claim) => keptOf(claim, answers.get(claim)!)),
    )
    return claims.map((claim) => known.get(claim) ?? answers.get(claim)!)
  })
}
