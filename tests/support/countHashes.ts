import { createHook } from 'node:async_hooks'

import { subscribe } from '../../src/shared/diagnostics.ts'

/**
 * The number of passwords that this process hashed during `work`: in the platform's own threads, and
 * with PBKDF2 in those of libuv, where Payload would hash.
 */
export async function countHashes(work: () => Promise<unknown>): Promise<number> {
  let count = 0
  const hook = createHook({
    init: (_id, type) => {
      // A new connection to the database proves its password through Web Crypto. That is no user's.
      if (type === 'PBKDF2REQUEST' && !new Error().stack?.includes('SubtleCrypto')) count += 1
    },
  }).enable()
  const unsubscribe = subscribe('passwordHash', () => (count += 1))
  try {
    await work()
  } finally {
    hook.disable()
    unsubscribe()
  }
  return count
}
