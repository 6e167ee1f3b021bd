/**
 * A baseline: the same server, whose sign-in compares passwords as it did before: PBKDF2 with 600,000
 * iterations, as many at once as come, in the threads of libuv. All else of the sign-in is the same.
 */
import { pbkdf2, randomBytes } from 'node:crypto'
import { promisify } from 'node:util'

import { createApp } from '../../src/composition/createApp.ts'
import type { HashingPool } from '../../src/features/accounts/passwords/hashingPool.ts'
import { createHttpServer } from '../../src/http/server.ts'
import { openBackend } from '../../src/runtime/backend.ts'
import { servicesOf } from '../../src/shared/services.ts'

const derive = promisify(pbkdf2)
const salt = randomBytes(32).toString('hex')

/** Only the cost counts here: the accounts of the benchmark have the right password. */
const compare: HashingPool['compare'] = async (password) => {
  await derive(password, salt, 600_000, 32, 'sha256')
  return { matches: true }
}

const { env, payload } = await openBackend()
Object.assign(servicesOf(payload).hashingPool, { compare })
createHttpServer(createApp({ env, payload })).listen(env.PORT, env.HOST)
