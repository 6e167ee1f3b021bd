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

/** The port that the server prints, or undefined when the server ends before. */
const portOf = (stdout: Readable) =>
  new Promise<string | undefined>((resolve) => {
    const lines = createInterface({ input: stdout })
    // Every line is read: a server stops when the pipe of its output is full.
    lines.on('line', (line) => {
      const port = /Panel http:\/\/localhost:(\d+)/.exec(line)?.[1]
      if (port) resolve(port)
    })
    lines.on('close', () => resolve(undefined))
  })

/**
 * Starts the platform as `npm start` does, in its own process, on its own database, with `admin`. The
 * program and the panel are those of the last build.
 *
 * @param settings environment variables
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
    throw new Error('The server did not start. What it wrote is above.')
  }
  return { url: `http://127.0.0.1:${port}`, databaseUrl, stop }
}
