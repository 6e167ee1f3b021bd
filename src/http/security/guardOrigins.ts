import type { Env } from '../../runtime/env/env.ts'
import { Refusal } from '../../shared/errors/Refusal.ts'
import type { Guard } from '../exchange.ts'
import { originCheck } from './originCheck.ts'
import { hostCheck } from './hostCheck.ts'
import type { Surface } from './surfaces.ts'

/** The surfaces on which a session's cookie authenticates. */
const takesCookie = new Set<Surface>(['api', 'panel', 'site'])

/**
 * Refuses unknown hosts, and requests that a page of another site sends in a user's name
 * (docs/decisions/0017-origins.md).
 */
export function guardOrigins(env: Env): Guard {
  const wrongHost = hostCheck(env)
  const checkOrigin = originCheck(env)
  return ({ req, entry }) => {
    const wrong = wrongHost(req.headers.host)
    if (wrong && !entry.allowsAnyHost) throw new Refusal(400, 'bad_request', wrong)
    if (takesCookie.has(entry.surface)) checkOrigin(req)
    return false
  }
}
