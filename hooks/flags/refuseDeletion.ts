import type { CollectionBeforeDeleteHook } from 'payload'

import { connectionOf } from '../../src/database/connection.ts'
import { loadFlags } from '../../src/features/flags/loadFlags.ts'
import { isPlatformFlag } from '../../src/features/flags/platformFlags.ts'
import { dependentsOf } from '../../src/features/flags/prerequisites.ts'
import { lockFlags } from '../../src/features/flags/queries/changes.ts'
import { Refusal } from '../../src/shared/errors/Refusal.ts'

/**
 * Keeps flags that the platform reads, and those that others need.
 *
 * @throws {Refusal} 409
 */
export const refuseDeletion: CollectionBeforeDeleteHook = async ({ id, req }) => {
  await lockFlags(await connectionOf(req))
  const flags = await loadFlags(req.payload, req)
  const key = flags.find((flag) => flag.id === Number(id))?.key
  if (key !== undefined && isPlatformFlag(key)) {
    const detail = `The platform reads the flag "${key}". Use its kill switch, or its default.`
    throw new Refusal(409, 'flag_in_use', detail)
  }
  const dependents = dependentsOf(Number(id), flags)
  if (dependents.length === 0) return
  const keys = dependents.map((flag) => flag.key).join(', ')
  throw new Refusal(409, 'flag_in_use', `Other flags have it as a prerequisite: ${keys}.`)
}
