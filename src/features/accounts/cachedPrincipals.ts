import { LRUCache } from 'lru-cache'
import type { Payload } from 'payload'

import { poolOf } from '../../database/connection.ts'
import type { Principal } from '../../shared/principal.ts'
import { servicesOf } from '../../shared/services.ts'
import { findPrincipal } from './queries/principals.ts'

/** Milliseconds for which a user is cached. A revoked token works for no longer than that. */
const cacheMs = 1000

/** The most users in the cache; beyond it the one that was used longest ago is removed. */
const capacity = 10_000

/** An object, because the cache holds no `undefined`: that a user does not exist is cached as well. */
interface CachedPrincipal {
  principal: Principal | undefined
}

export type PrincipalCache = LRUCache<number, CachedPrincipal>

declare module '../../shared/services.ts' {
  interface Services {
    principals: PrincipalCache
  }
}

/**
 * Users by id, at most a second old. Requests of one user at the same time share one query, and an
 * error is not cached. The cache stores the user and not a promise: a promise would keep the
 * AsyncLocalStorage of the request that made it, and with it the request and its response.
 */
export function createPrincipalCache(payload: Payload): PrincipalCache {
  const cache: PrincipalCache = new LRUCache({
    max: capacity,
    ttl: cacheMs,
    // No timer for each fetch: the clock is read each time.
    ttlResolution: 0,
    // A query whose entry was removed meanwhile still answers the requests that wait for it.
    ignoreFetchAbort: true,
    fetchMethod: async (id, _stale, { options }) => {
      const startedAt = performance.now()
      // A query that hangs must not make later requests of the user wait for it.
      const timer = setTimeout(() => cache.delete(id), cacheMs).unref()
      try {
        const principal = await findPrincipal(poolOf(payload), id)
        // The second begins with the query: what it has read may be as old as that.
        options.ttl = Math.max(1, cacheMs - (performance.now() - startedAt))
        return { principal }
      } finally {
        clearTimeout(timer)
      }
    },
  })
  return cache
}

/**
 * The user, at most a second old; undefined when there is none with that id. Without a promise when the
 * user is in memory.
 */
export function cachedPrincipal(
  payload: Payload,
  id: number,
): Principal | undefined | Promise<Principal | undefined> {
  const { principals } = servicesOf(payload)
  const cached = principals.get(id)
  return cached ? cached.principal : principals.fetch(id).then((found) => found?.principal)
}
