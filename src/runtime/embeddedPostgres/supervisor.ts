/**
 * A process that runs the embedded PostgreSQL as long as its parent lives. When the parent ends in any way,
 * the channel between them closes and this process stops PostgreSQL cleanly. Without it, `kill -9` of
 * the server would leave PostgreSQL running. When PostgreSQL ends by itself, this process ends too, and
 * the server starts both again.
 */
import { type ChildProcess } from 'node:child_process'
import { chown } from 'node:fs/promises'
import path from 'node:path'

import { programFolder } from './binaries.ts'
import { prepareCluster } from './cluster.ts'
import { killGroup, type Programs, startProgram, untilDone } from './programs.ts'
import { writeSupervisorFile } from './supervisorFile.ts'
import { postgresUser } from './systemUser.ts'
import type { SupervisorOptions, SupervisorReport } from './types.ts'

/** Milliseconds for a stop in order. Then PostgreSQL ends at once, and recovers at its next start. */
const stopMs = 10_000

const lastLines: string[] = []

const addLine = (text: string) => {
  lastLines.push(text.trim())
  if (lastLines.length > 20) lastLines.shift()
}

let stopping = false
/** Ends the program that runs now. */
let endProgram: () => void = () => undefined

/** From now on `end` ends the running program. The parent may have ended while no program ran. */
function endWithParent(end: () => void) {
  endProgram = end
  if (stopping) end()
}

process.once('disconnect', () => {
  stopping = true
  endProgram()
})

const runStep = (child: ChildProcess, name: string) => {
  endWithParent(() => killGroup(child))
  return untilDone(child, name)
}

const report = (message: SupervisorReport) => {
  if (process.connected) process.send?.(message)
}

/** Exits after PostgreSQL. Its last lines are printed, unless it was stopped on purpose. */
function exitWithPostgres() {
  if (!stopping) console.error(lastLines.join('\n'))
  process.exit(stopping ? 0 : 1)
}

function stopInOrder(child: ChildProcess) {
  child.kill('SIGINT')
  setTimeout(() => child.kill('SIGQUIT'), stopMs).unref()
}

/** Starts PostgreSQL. Resolves when it accepts connections. @throws {Error} when it ends before that */
async function startPostgres(programs: Programs, options: SupervisorOptions) {
  const { databaseDir, port, settings } = options
  const given = Object.entries({ ...settings, lc_messages: 'C' })
  const child = startProgram(programs, 'postgres', databaseDir, (database) => [
    ...['-D', database, '-p', String(port)],
    ...given.flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ])
  endWithParent(() => stopInOrder(child))
  const ready = new Promise<void>((resolve) => {
    child.stderr!.on('data', (text: string) => {
      if (text.includes('ready to accept connections')) resolve()
    })
  })
  const ended = untilDone(child, 'PostgreSQL')
  await Promise.race([ready, ended])
  child.once('exit', exitWithPostgres)
  if (child.exitCode !== null || child.signalCode !== null) exitWithPostgres()
  ended.catch(() => undefined)
}

async function run(options: SupervisorOptions) {
  const home = path.dirname(options.databaseDir)
  try {
    await writeSupervisorFile(home)
    const user = await postgresUser(options.databaseDir)
    if (user) await chown(home, user.uid, user.gid)
    const programs = { folder: await programFolder(user), user, onOutput: addLine }
    await prepareCluster(programs, options, runStep)
    await startPostgres(programs, options)
    report({ ready: true })
  } catch (error) {
    report({ ready: false, reason: [(error as Error).message, ...lastLines].join('\n') })
    process.exit(1)
  }
}

// A service manager may signal every process at once. The server needs the database until it has sent its
// last response; then it closes the channel.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => undefined)
}

// Not as arguments: every user of the machine can list arguments, and these contain the password.
process.once('message', (options) => void run(options as SupervisorOptions))
