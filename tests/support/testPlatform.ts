import { mkdtemp } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { getPayload, type Payload } from 'payload'

import { readEnv } from '../../src/runtime/env/env.ts'
import { jobs } from '../../src/composition/jobs.ts'
import { startWorker } from '../../src/queue/worker.ts'
import { createApp } from '../../src/composition/createApp.ts'
import { createHttpServer } from '../../src/http/server.ts'
import { servicesOf } from '../../src/shared/services.ts'
import { clearCachedPayload, loadConfig } from './loadConfig.ts'
import { cloneTemplate, dropDatabase } from './template.ts'

export interface TestPlatform {
  /** The address of the server, without a slash at the end. */
  url: string
  payload: Payload
  databaseUrl: string
  dataDir: string
  stop: () => Promise<void>
}

export const clusterUrl = () => {
  const url = process.env.TEST_CLUSTER_URL
  if (!url) throw new Error('Run the tests with `npm test`: it starts their database.')
  return url
}

interface Options {
  /** Whether a worker runs. Without it, a test can count the queued jobs. */
  worker?: boolean
}

/** The secret of all servers of a test. */
export const secret = 'known to the tests alone'

export const newDataDir = () => mkdtemp(path.join(process.env.TEST_DATA_DIR!, 'data-'))

/**
 * The real server without the panel, in this process, on a database and a data folder of its own.
 * One at a time: Payload caches one instance in a process.
 *
 * @param env environment variables
 */
export async function startTestPlatform(
  env: Record<string, string> = {},
  { worker: works = false }: Options = {},
): Promise<TestPlatform> {
  const databaseUrl = await cloneTemplate(clusterUrl())
  const dataDir = await newDataDir()
  Object.assign(process.env, {
    DATABASE_URL: databaseUrl,
    DATA_DIR: dataDir,
    PAYLOAD_SECRET: secret,
    ...env,
  })
  const payload = await getPayload({ config: await loadConfig() })
  payload.logger.level = 'silent'
  const server = createHttpServer(createApp({ env: readEnv(), payload }))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const worker = works ? startWorker({ payload, env: readEnv(), databaseUrl, jobs }) : undefined
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    payload,
    databaseUrl,
    dataDir,
    stop: async () => {
      await servicesOf(payload).live.close(0)
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await worker?.stop()
      await payload.destroy()
      clearCachedPayload()
      await dropDatabase(clusterUrl(), databaseUrl)
    },
  }
}
