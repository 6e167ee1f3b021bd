import type { Principal } from '../../shared/principal.ts'
import { attributesOf } from './flags.ts'
import type { FlagAttributes } from './rules.ts'

/** What a context must not claim: these come from the caller's token. */
const reserved = new Set(['id', 'role', 'user', 'targetingKey'])

/** The key that decides on percentages; undefined when the app sends none, and the caller is not signed in. */
export const targetingKeyOf = (
  context: Record<string, unknown>,
  user: Principal | undefined,
): string | undefined => {
  const { targetingKey } = context
  if (typeof targetingKey === 'string' && targetingKey !== '') return targetingKey
  return user ? String(user.id) : undefined
}

/** The attributes of a caller with what an app says about them. */
export function attributesFrom(
  context: Record<string, unknown>,
  user: Principal | undefined,
): FlagAttributes {
  const said = Object.entries(context).filter(([name]) => !reserved.has(name))
  return {
    ...Object.fromEntries(said),
    ...attributesOf(user),
    id: targetingKeyOf(context, user),
  }
}
