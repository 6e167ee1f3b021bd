import { execFileSync } from 'node:child_process'
import { stat } from 'node:fs/promises'

/** A user of the operating system. */
export interface SystemUser {
  uid: number
  gid: number
}

const isRoot = () => process.getuid?.() === 0

const idOf = (user: string, flag: '-u' | '-g'): number | undefined => {
  try {
    return Number(execFileSync('id', [flag, user], { encoding: 'utf8', stdio: 'pipe' }))
  } catch {
    return undefined
  }
}

function unprivilegedUser(): SystemUser {
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = [idOf(name, '-u'), idOf(name, '-g')]
    if (uid !== undefined && gid !== undefined) return { uid, gid }
  }
  throw new Error('PostgreSQL refuses to run as root, and there is no user "nobody".')
}

/**
 * The user that PostgreSQL runs as when this process runs as root, because PostgreSQL refuses to run as
 * root: the owner of an existing database, or else `postgres`, or else `nobody`.
 *
 * @returns undefined when this process does not run as root: then PostgreSQL runs as its user
 * @throws {Error} when there is no such user
 */
export async function postgresUser(databaseDir: string): Promise<SystemUser | undefined> {
  if (!isRoot()) return undefined
  const owner = await stat(databaseDir).catch(() => undefined)
  return owner && owner.uid !== 0 ? { uid: owner.uid, gid: owner.gid } : unprivilegedUser()
}
