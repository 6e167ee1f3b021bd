import { execFileSync } from 'node:child_process'
import { chown } from 'node:fs/promises'

interface Command {
  file: string
  args: string[]
}

const idOf = (user: string, flag: '-u' | '-g'): number | undefined => {
  try {
    return Number(execFileSync('id', [flag, user], { encoding: 'utf8', stdio: 'pipe' }))
  } catch {
    return undefined
  }
}

const capabilities = '+dac_override,+dac_read_search'

/**
 * Without it `access()` ignores the capabilities of a user other than root, and `initdb` looks for
 * `postgres` with `access()`: it would find nothing below a folder that only root may enter.
 */
const keepCapabilities = '--securebits=+no_setuid_fixup'

/** A container can forbid it. The start then still works below folders that all users may enter. */
function canKeepCapabilities(): boolean {
  try {
    execFileSync('setpriv', [keepCapabilities, 'true'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/**
 * PostgreSQL refuses to run as root. As root, the command is wrapped so that it runs as the user
 * `postgres`, or else as `nobody`, and `dir` is given to that user. The capability to read directories
 * stays, because the user could not read a checkout in a folder that only root may enter.
 *
 * @throws {Error} when there is no such user
 */
export async function unprivilegedCommand(command: Command, dir: string): Promise<Command> {
  if (process.getuid?.() !== 0) return command
  const user = ['postgres', 'nobody'].find((name) => idOf(name, '-u') !== undefined)
  if (!user) throw new Error('PostgreSQL refuses to run as root, and there is no user "nobody".')
  const [uid, gid] = [idOf(user, '-u')!, idOf(user, '-g')!]
  await chown(dir, uid, gid)
  return {
    file: 'setpriv',
    args: [
      `--reuid=${uid}`,
      `--regid=${gid}`,
      '--clear-groups',
      ...(canKeepCapabilities() ? [keepCapabilities] : []),
      `--inh-caps=${capabilities}`,
      `--ambient-caps=${capabilities}`,
      command.file,
      ...command.args,
    ],
  }
}
