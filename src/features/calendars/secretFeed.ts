import { createHash, randomBytes } from 'node:crypto'
import type { Payload, PayloadRequest } from 'payload'

import { inTransaction, poolOf } from '../../database/connection.ts'
import { readerOf } from '../../database/replicaReads.ts'
import { networkOf } from '../../http/rateLimit/clientNetwork.ts'
import { consume } from '../../http/rateLimit/limits.ts'
import { readEnv } from '../../runtime/env/env.ts'
import { notFound } from '../../shared/errors/Refusal.ts'
import { readOwnFeed } from './ownFeed.ts'
import { type Feed, queueFeed } from './publicFeeds.ts'
import {
  deleteFeed,
  type FeedOwner,
  findFeedOwner,
  recordReading,
  replaceFeed,
} from './queries/secretFeeds.ts'

/** 256 random bits, in base64url. */
const secretBytes = 32
const secretForm = /^[\w-]{43}$/

const hashOf = (secret: string) => createHash('sha256').update(secret).digest()

/**
 * Gives the user a new secret feed. The one before is dead at once.
 *
 * @returns the secret, which is stored nowhere
 * @throws {Refusal} 429
 */
export async function createSecretFeed(req: PayloadRequest, userId: number): Promise<string> {
  consume(req.payload, 'calendar', `user ${userId}`)
  const secret = randomBytes(secretBytes).toString('base64url')
  await inTransaction(req, (connection) => replaceFeed(connection, userId, hashOf(secret)))
  return secret
}

/** Ends the user's secret feed, if there is one. */
export const deleteSecretFeed = (req: PayloadRequest, userId: number): Promise<void> =>
  inTransaction(req, (connection) => deleteFeed(connection, userId))

async function ownerOf(payload: Payload, secret: string): Promise<FeedOwner | undefined> {
  return secretForm.test(secret) ? findFeedOwner(poolOf(payload), hashOf(secret)) : undefined
}

/**
 * The feed with that secret. The readings of a feed are counted for its owner, and wrong secrets for the
 * network of the client.
 *
 * @throws {Refusal} 404 when there is no such feed, or no longer; 429
 */
export async function readSecretFeed(
  payload: Payload,
  secret: string,
  clientAddress: string,
): Promise<Feed> {
  const owner = await ownerOf(payload, secret)
  consume(payload, 'calendar', owner ? `feed ${owner.id}` : networkOf(clientAddress))
  if (!owner) throw notFound()
  if (!owner.isRecorded) await recordReading(poolOf(payload), owner.id)
  return queueFeed(payload, () => readOwnFeed(readerOf(payload), owner, readEnv(), new Date()))
}
