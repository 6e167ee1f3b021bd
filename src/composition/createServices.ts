import type { PostgresAdapter } from '@payloadcms/db-postgres'
import type { Payload } from 'payload'

import { InvalidationPublisher } from '../cache/invalidation/publisher.ts'
import { RedisConnection } from '../cache/redis.ts'
import { openPrimaryPools, readConnectionsOf } from '../database/pools.ts'
import { Replicas } from '../database/replicas.ts'
import { createPrincipalCache } from '../features/accounts/cachedPrincipals.ts'
import { HashingPool } from '../features/accounts/passwords/hashingPool.ts'
import { FlagStore } from '../features/flags/flagStore.ts'
import { isOn } from '../features/flags/public.ts'
import { Gazetteer } from '../features/gazetteer/public.ts'
import { LiveUpdates } from '../features/live/liveUpdates.ts'
import { createFileStore } from '../features/media/files/createFileStore.ts'
import { ClaimBatcher } from '../features/registrations/claimBatcher.ts'
import { eventOfRegistration } from '../features/registrations/queries/seats.ts'
import { describeSearch } from '../features/search/engine/describeSearch.ts'
import { SearchEngine } from '../features/search/engine/searchEngine.ts'
import { withIdempotency } from '../http/idempotency/idempotency.ts'
import { createReadQueue } from '../http/readQueue.ts'
import { RateLimits } from '../http/rateLimit/limits.ts'
import type { Env } from '../runtime/env/env.ts'
import { provideServices } from '../shared/services.ts'
import { createQuotas } from '../features/accounts/quotas.ts'
import { createTokens } from '../features/accounts/tokens.ts'

/**
 * Makes the objects that live as long as a Payload instance, and hangs them on it: `servicesOf`
 * returns them. No connection is opened here; each is opened when it is first used.
 *
 * A few services are optional and are set by the code that starts them: the response cache by the
 * server, metrics by the process that shows them, the mail transport by Payload's mail adapter.
 */
export function createServices(payload: Payload, env: Env): void {
  const adapter = payload.db as unknown as PostgresAdapter
  const pools = openPrimaryPools(adapter, env)
  const invalidationPublisher = new InvalidationPublisher(payload, pools.main)
  invalidationPublisher.start([pools.main, pools.claims])
  const principals = createPrincipalCache(payload)
  // A created, changed or deleted event may be a draft, and the cache knows who owns drafts.
  invalidationPublisher.addListener(({ all, lists }) => {
    if (all || lists) principals.clear()
  })
  const live = new LiveUpdates(payload, env)
  invalidationPublisher.addListener((change) => live.invalidate(change))
  const flags = new FlagStore(payload)
  // Before the response cache listens: a response that is read anew must show the new flags.
  invalidationPublisher.addListener((change) => flags.invalidate(change))
  invalidationPublisher.onClose(async () => flags.close())
  flags.onChange(() => {
    if (!isOn(payload, 'live-updates')) live.closeAll()
  })
  provideServices(payload, {
    pools,
    redis: env.REDIS_URL ? new RedisConnection(env.REDIS_URL, payload.logger) : undefined,
    replicas: env.DATABASE_REPLICA_URLS && new Replicas(adapter, env.DATABASE_REPLICA_URLS),
    invalidationPublisher,
    live,
    describeSearch,
    searchEngine: env.SEARCH_URL ? new SearchEngine(env, payload.logger) : undefined,
    flags,
    readQueue: createReadQueue(readConnectionsOf(env)),
    mediaFiles: createFileStore(env),
    gazetteer: new Gazetteer(payload),
    claimBatcher: new ClaimBatcher(payload),
    rateLimits: new RateLimits(payload, env),
    runOncePerKey: withIdempotency(Math.floor(env.DATABASE_POOL_SIZE / 2)),
    tokens: createTokens(payload, env),
    hashingPool: new HashingPool(env),
    principals,
    quotas: createQuotas(env),
    quotaWrites: new WeakMap(),
    rotations: new Map(),
    eventsOfRegistration: eventOfRegistration,
  })
}
