import type { Payload } from 'payload'

import { Refusal } from '../../shared/errors/Refusal.ts'
import type { Principal } from '../../shared/principal.ts'
import { servicesOf } from '../../shared/services.ts'
import { type PlatformFlag, platformDefault } from './platformFlags.ts'
import type { FlagAttributes } from './rules.ts'

type Caller = Pick<Principal, 'id'> & Partial<Pick<Principal, 'role'>>

/** What flags know of a caller whose token was checked. */
export const attributesOf = (user: Caller | undefined): FlagAttributes =>
  user ? { id: String(user.id), user: user.id, role: user.role } : { role: 'anonymous' }

/**
 * Whether a part of the platform is switched on for a caller. Without a role, rules for roles do not
 * apply. It waits for nothing and never throws.
 */
export function isOn(payload: Payload, key: PlatformFlag, user?: Caller): boolean {
  const { flags } = servicesOf(payload)
  const constant = flags.current().constantOf(key)
  if (typeof constant === 'boolean') return constant
  return flags.valueFor(key, platformDefault, attributesOf(user))
}

/**
 * Refuses a request for a part of the platform that is switched off for the caller.
 *
 * @throws {Refusal} 409 `switched_off`
 */
export function requireFlag(payload: Payload, key: PlatformFlag, user?: Caller): void {
  if (isOn(payload, key, user)) return
  throw new Refusal(409, 'switched_off', `This is switched off at the moment: ${key}.`)
}
