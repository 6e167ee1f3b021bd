import type { Payload } from 'payload'

import { useOf } from '../describeFlag.ts'
import { loadFlags } from '../loadFlags.ts'
import { platformFlags } from '../platformFlags.ts'

/** The keys that stand on one side only. */
export interface KeyCheck {
  /** Read by the code, and not in the database: they are on for everybody, and nobody can switch them. */
  missing: string[]
  /** In the database, and read neither by the code nor by apps: they can be deleted. */
  unused: string[]
}

/** Compares the flags of this version's code with those of the database. */
export async function checkKeys(payload: Payload): Promise<KeyCheck> {
  const flags = await loadFlags(payload)
  const keys = new Set(flags.map(({ key }) => key))
  return {
    missing: Object.keys(platformFlags).filter((key) => !keys.has(key)),
    unused: flags.filter((flag) => useOf(flag) === 'nobody').map(({ key }) => key),
  }
}
