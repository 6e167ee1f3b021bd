import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { postgresUser } from '../../src/runtime/embeddedPostgres/systemUser.ts'
import { freePort } from './freePort.ts'

/** Whether PgBouncer is installed (`apt-get install pgbouncer`); no npm package has it. */
export const hasPgBouncer = spawnSync('pgbouncer', ['--version']).status === 0

/** Starts a PgBouncer in transaction mode in front of a database. */
export async function startPgBouncer(databaseUrl: string, settings: string) {
  const { hostname, port, username, password, pathname } = new URL(databaseUrl)
  const folder = await mkdtemp(path.join(tmpdir(), 'robo-events-pgbouncer-'))
  const own = await freePort()
  const file = path.join(folder, 'pgbouncer.ini')
  await writeFile(
    file,
    `[databases]
* = host=${hostname} port=${port} user=${username} password=${password}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${own}
unix_socket_dir =
auth_type = any
pool_mode = transaction
${settings}
`,
  )
  const user = await postgresUser(folder)
  if (user) await Promise.all([folder, file].map((one) => chown(one, user.uid, user.gid)))
  const child = spawn('pgbouncer', [file], { ...user, stdio: ['ignore', 'ignore', 'pipe'] })
  for await (const text of child.stderr.setEncoding('utf8')) {
    if (String(text).includes('process up')) break
  }
  return {
    url: `postgres://${username}@127.0.0.1:${own}${pathname}`,
    stop: async () => {
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
      await rm(folder, { recursive: true })
    },
  }
}
