import { afterAll, beforeAll, expect, it, jest } from '@jest/globals'

import { jobs } from '../../src/composition/jobs.ts'
import { startWorker, type Worker } from '../../src/queue/worker.ts'
import { readEnv } from '../../src/runtime/env/env.ts'
import { eventually } from '../support/eventually.ts'
import { poolOf } from '../support/pool.ts'
import { type Proxy, proxyTo } from '../support/proxy.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

/** A worker whose own connection goes through a proxy. Its other connections do not. */
let platform: TestPlatform
let proxy: Proxy
let worker: Worker

beforeAll(async () => {
  platform = await startTestPlatform()
  proxy = await proxyTo(platform.databaseUrl)
  const { payload } = platform
  worker = startWorker({ payload, env: readEnv(), databaseUrl: proxy.url, jobs })
})
afterAll(async () => {
  await worker.stop()
  await proxy.cut()
  await platform.stop()
})

/** The process of PostgreSQL that holds the locks of the worker. */
const holders = async () => {
  const { rows } = await poolOf(platform.payload).query<{ pid: number }>(
    `SELECT DISTINCT pid FROM pg_locks JOIN pg_stat_activity USING (pid)
     WHERE locktype = 'advisory' AND classid = 20180304 AND datname = current_database()`,
  )
  return rows.map(({ pid }) => pid)
}

it('a connection that passes nothing on is noticed, and replaced when it can be', async () => {
  const [before] = await eventually(holders, (pids) => pids.length === 1, 20_000)
  const warn = jest.spyOn(platform.payload.logger, 'warn')
  proxy.block()
  // PostgreSQL notices nothing, and keeps the locks of the old connection.
  await eventually(
    () => Promise.resolve(warn.mock.calls.flat()),
    (logged) =>
      logged.some((line) => String((line as { msg?: string }).msg).includes('starts again')),
    60_000,
  )
  await proxy.open()

  const isReplaced = (pids: number[]) => pids.length === 1 && pids[0] !== before

  expect(await eventually(holders, isReplaced, 40_000)).toHaveLength(1)
}, 150_000)
