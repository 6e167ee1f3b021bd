import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
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

const secret = 'known to the browser tests alone'

/** The secret as Payload keeps it: its tokens are signed with it. */
export const payloadSecret = createHash('sha256').update(secret).digest('hex').slice(0, 32)

export interface PanelServer {
  /** Where the server listens, without a slash at the end. */
  url: string
  databaseUrl: string
  /** All that it has printed until now. */
  output: () => string
  stop: () => Promise<void>
}

/** The port that the server prints; undefined when it ends before that. */
const portOf = (stdout: Readable) =>
  new Promise<string | undefined>((resolve) => {
    const lines = createInterface({ input: stdout })
    // Later lines are read too: a server stops when the pipe of its output is full.
    lines.on('line', (line) => {
      const port = /Panel http:\/\/localhost:(\d+)/.exec(line)?.[1]
      if (port) resolve(port)
    })
    lines.on('close', () => resolve(undefined))
  })

/**
 * Starts the platform as `npm start` does, in its own process and on its own database, with the program
 * and the panel as they were built last. `admin` is its first user. No worker runs, so that jobs stay as
 * the tests make them.
 */
export async function startPanelServer(): Promise<PanelServer> {
  const databaseUrl = await cloneTemplate(clusterUrl())
  const server = spawn(process.execPath, ['-C', 'production', '.build/serve.mjs'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      DRAIN_SECONDS: '0',
      PORT: '0',
      DATABASE_URL: databaseUrl,
      DATA_DIR: await newDataDir(),
      PAYLOAD_SECRET: secret,
      ADMIN_USERNAME: admin.username,
      ADMIN_EMAIL: admin.email,
      ADMIN_PASSWORD: admin.password,
      WORKER: 'external',
    },
  })
  let output = ''
  for (const stream of [server.stdout, server.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text))
  }
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
    throw new Error(`The server did not start. It wrote:\n${output}`)
  }
  return { url: `http://127.0.0.1:${port}`, databaseUrl, output: () => output, stop }
}
