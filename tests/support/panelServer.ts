import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'

import { cloneTemplate, dropDatabase } from './template.ts'
import { clusterUrl, newDataDir } from './testPlatform.ts'

export const admin = {
  username: 'ada',
  email: 'ada@example.com',
  password: 'a Robot that 3ats bolts',
}

export interface PanelServer {
  /** Where the server listens, without a slash at the end. */
  url: string
  databaseUrl: string
  stop: () => Promise<void>
}

/** The port on which the server listens, as it says itself; undefined when it ends before that. */
const portOf = (stdout: Readable) =>
  new Promise<string | undefined>((resolve) => {
    const lines = createInterface({ input: stdout })
    // Every line is read, also those after: a server whose output nobody takes stands still.
    lines.on('line', (line) => {
      const port = /Panel http:\/\/localhost:(\d+)/.exec(line)?.[1]
      if (port) resolve(port)
    })
    lines.on('close', () => resolve(undefined))
  })

/**
 * The platform as `npm start` runs it, in a process of its own, on a database of its own: with the
 * program and the panel as they were built last, and `admin` in it.
 *
 * @param settings what the file wants set differently
 */
export async function startPanelServer(
  settings: Record<string, string> = {},
): Promise<PanelServer> {
  const databaseUrl = await cloneTemplate(clusterUrl())
  const server = spawn(process.execPath, ['-C', 'production', '.build/serve.mjs'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      PORT: '0',
      DATABASE_URL: databaseUrl,
      DATA_DIR: await newDataDir(),
      PAYLOAD_SECRET: 'known to the browser tests alone',
      ADMIN_USERNAME: admin.username,
      ADMIN_EMAIL: admin.email,
      ADMIN_PASSWORD: admin.password,
      ...settings,
    },
  })
  const stop = async () => {
    if (server.exitCode === null) {
      server.kill('SIGTERM')
      await once(server, 'exit')
    }
    await dropDatabase(clusterUrl(), databaseUrl)
  }
  const port = await portOf(server.stdout)
  if (port === undefined) {
    await stop()
    throw new Error('The server did not start. What it said is above.')
  }
  return { url: `http://127.0.0.1:${port}`, databaseUrl, stop }
}
