import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, rename } from 'node:fs/promises'
import path from 'node:path'

import { startEmbedded } from '../../src/runtime/embeddedPostgres/startEmbedded.ts'
import { adminPassword, secret } from './serverDatabase.ts'
import { startServer } from './serverProcess.ts'
import { onCluster } from './template.ts'
import { clusterUrl, newDataDir } from './testPlatform.ts'

/** Makes a data folder with a migrated cluster and the first admin in it, whose server has stopped. */
async function makeCluster(folder: string) {
  await mkdir(folder, { recursive: true })
  const database = await startEmbedded(folder, { settings: { fsync: 'off' } })
  const server = await startServer({
    env: {
      DATABASE_URL: database.url,
      DATA_DIR: folder,
      PAYLOAD_SECRET: secret,
      ADMIN_PASSWORD: adminPassword,
      WORKER: 'external',
    },
  })
  server.kill('SIGTERM')
  await server.waitForExit()
  await database.stop()
}

/** The original of all copies. The first test that needs one makes it; the others wait for it. */
async function original(): Promise<string> {
  const folder = path.join(process.env.TEST_DATA_DIR!, 'migrated')
  await onCluster(clusterUrl(), async (client) => {
    // Test files run in several processes. The lock ends with the connection.
    await client.query('SELECT pg_advisory_lock(2)')
    if (existsSync(folder)) return
    await makeCluster(`${folder}.unfinished`)
    await rename(`${folder}.unfinished`, folder)
  })
  return folder
}

/**
 * Makes a data folder whose embedded PostgreSQL is migrated and has the first admin, with
 * `adminPassword`. A copy takes a fraction of a second, a first start some seconds: it is for tests
 * that are not about the first start. Their servers need the `PAYLOAD_SECRET` of `secret`.
 *
 * @returns the folder
 */
export async function newMigratedDataDir(): Promise<string> {
  const dataDir = await newDataDir()
  const from = await original()
  // `cp -a` keeps the owner of the files: PostgreSQL refuses a folder of another user.
  execFileSync('cp', [
    '-a',
    path.join(from, 'postgres'),
    path.join(from, 'postgres-password'),
    dataDir,
  ])
  return dataDir
}
