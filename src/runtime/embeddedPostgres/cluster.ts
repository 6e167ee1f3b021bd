import type { ChildProcess } from 'node:child_process'
import { chown, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'

import { applicationRole, clientAuthentication } from './applicationRole.ts'
import { type Programs, startProgram, untilDone } from './programs.ts'
import type { SupervisorOptions } from './types.ts'

/** Runs a program to its end, and knows it meanwhile, so that it can be ended before. */
export type RunProgram = (child: ChildProcess, name: string) => Promise<void>

const ending = '.unfinished'

/** Removes what starts have left that were cut off. An orphan of one may still write: the next start retries. */
async function removeUnfinished(databaseDir: string) {
  const home = path.dirname(databaseDir)
  for (const name of await readdir(home)) {
    if (!name.startsWith(`${path.basename(databaseDir)}${ending}`)) continue
    await rm(path.join(home, name), { recursive: true, force: true }).catch(() => undefined)
  }
}

/** Runs SQL as superuser, in a PostgreSQL that nobody can connect to. */
async function runAsSuperuser(programs: Programs, dir: string, sql: string, run: RunProgram) {
  const postgres = startProgram(programs, 'postgres', dir, (database) => [
    '--single',
    // A statement ends with an empty line.
    '-j',
    ...['-D', database],
    ...['-c', 'exit_on_error=true'],
    // A failing statement must not be logged: it can have a password in it.
    ...['-c', 'log_min_error_statement=panic'],
    'postgres',
  ])
  postgres.stdin!.end(sql)
  await run(postgres, 'The PostgreSQL in single-user mode')
}

/** Whether the application's role is set up, which is the last step of it. */
const hasRole = async (dir: string) =>
  (await readFile(path.join(dir, 'pg_hba.conf'), 'utf8')) === clientAuthentication

async function makeRole(
  programs: Programs,
  dir: string,
  { password, rights }: SupervisorOptions,
  run: RunProgram,
) {
  if (rights === undefined && (await hasRole(dir))) return
  await runAsSuperuser(programs, dir, applicationRole(password, rights), run)
  await writeFile(path.join(dir, 'pg_hba.conf'), clientAuthentication)
}

/** Creates it under another name first: a crash must not leave an incomplete cluster. */
async function create(programs: Programs, options: SupervisorOptions, run: RunProgram) {
  // A name of its own: the initdb of a start that was cut off may still write to an older one.
  const unfinished = await mkdtemp(`${options.databaseDir}${ending}.`)
  if (programs.user) await chown(unfinished, programs.user.uid, programs.user.gid)
  const initdb = startProgram(programs, 'initdb', unfinished, (database) => [
    `--pgdata=${database}`,
    '--username=administrator',
    // Nobody may connect until the role is made.
    '--auth=reject',
    // The same sort order on every machine, independent of its locale.
    ...['--encoding=UTF8', '--locale=C.UTF-8', '--lc-messages=C'],
  ])
  await run(initdb, 'initdb')
  await makeRole(programs, unfinished, options, run)
  await rename(unfinished, options.databaseDir)
}

/** As the user of this process, because PostgreSQL's own may not reach the folder. */
const exists = (dir: string) =>
  stat(dir).then(
    () => true,
    () => false,
  )

/**
 * Creates the cluster if it is missing, and gives one of an older version the application's role.
 *
 * @throws {Error} when a program of PostgreSQL fails
 */
export async function prepareCluster(
  programs: Programs,
  options: SupervisorOptions,
  run: RunProgram = untilDone,
): Promise<void> {
  await removeUnfinished(options.databaseDir)
  if (await exists(options.databaseDir)) await makeRole(programs, options.databaseDir, options, run)
  else await create(programs, options, run)
}
