import type { Payload } from 'payload'

import { type Connection, inOwnTransaction } from '../../database/connection.ts'
import {
  findAnswers,
  type KeptAnswer,
  type StoredAnswer,
  storeAnswers,
  takeKeys,
} from '../../http/idempotency/queries.ts'
import { claimPlaces, type PlaceAnswer, type PlaceClaim } from './queries/claims.ts'

/** A claim that may be a retry of one that was decided before. */
export interface OnceClaim extends PlaceClaim {
  /** The key that the client sent with it, and how the answer is kept for the next try. */
  once?: { keyHash: Buffer; keep: (answer: PlaceAnswer) => StoredAnswer }
}

export interface OnceAnswer extends Omit<PlaceAnswer, 'outcome'> {
  /** `in_progress`: a request with the key is under way. `answered`: one was answered before. */
  outcome: PlaceAnswer['outcome'] | 'in_progress' | 'answered'
  /** What was answered before. */
  stored?: StoredAnswer
}

const undecided = (outcome: 'in_progress' | 'answered', stored?: StoredAnswer): OnceAnswer => ({
  outcome,
  position: null,
  registration: null,
  stored,
})

const nameOf = (keyHash: Buffer) => keyHash.toString('hex')

/** What is known of claims whose key is taken, or was answered; nothing of those to decide on. */
async function knownAnswers(connection: Connection, claims: OnceClaim[]) {
  const known = new Map<OnceClaim, OnceAnswer>()
  const mine = new Map<string, OnceClaim>()
  for (const claim of claims) {
    if (!claim.once) continue
    const name = nameOf(claim.once.keyHash)
    // The lock does not keep a transaction from itself: of two with one key the second waits.
    if (mine.has(name)) known.set(claim, undecided('in_progress'))
    else mine.set(name, claim)
  }
  const keyed = [...mine.values()]
  const hashes = keyed.map(({ once }) => once!.keyHash)
  const taken = await takeKeys(connection, hashes)
  for (const [index, claim] of keyed.entries()) {
    if (!taken[index]) known.set(claim, undecided('in_progress'))
  }
  for (const stored of await findAnswers(connection, hashes)) {
    const claim = mine.get(nameOf(stored.keyHash))!
    if (!known.has(claim)) known.set(claim, undecided('answered', stored))
  }
  return known
}

const keptOf = ({ once }: OnceClaim, answer: PlaceAnswer): KeptAnswer[] =>
  once && answer.registration ? [{ keyHash: once.keyHash, ...once.keep(answer) }] : []

/**
 * Claims in one transaction that also keeps the answers of those that gave a place, under the keys
 * that their clients sent: there is never one without the other. A refusal changes nothing, and is
 * for the caller to keep.
 *
 * @param patient as `claimPlaces` has it
 * @returns an answer a claim, in the order of the claims
 */
export async function claimOnce(
  payload: Payload,
  claims: OnceClaim[],
  now: Date,
  patient: boolean,
): Promise<OnceAnswer[]> {
  return inOwnTransaction(payload, async (connection) => {
    const known = await knownAnswers(connection, claims)
    const open = claims.filter((claim) => !known.has(claim))
    const placed = open.length > 0 ? await claimPlaces(connection, open, now, patient) : []
    const answers = new Map(open.map((claim, index) => [claim, placed[index]!]))
    await storeAnswers(
      connection,
      open.flatMap((claim) => keptOf(claim, answers.get(claim)!)),
    )
    return claims.map((claim) => known.get(claim) ?? answers.get(claim)!)
  })
}
