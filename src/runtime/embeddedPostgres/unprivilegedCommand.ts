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

/**
 * PostgreSQL refuses to run as root. As root, the command is wrapped so that it runs as the user
 * `postgres`, or else as `nobody`, and `dir` is given to that user. The capability to read directories
 * stays, because the user could not read a checkout in root's home.
 *
 * @throws {Error} when there is no such user
 */
export async function unprivilegedCommand(command: Command, dir: string): Promise<Command> {
  if (process.getuid?.() !== 0) return command
  const user = ['postgres', 'nobody'].find((name) => idOf(name, '-u') !== undefined)
  if (!user) throw new Error('PostgreSQL refuses to run as root, and there is no user "nobody".')
  const [uid, gid] = [idOf(user, '-u')!, idOf(user, '-g')!]
  await chown(dir, uid, gid)
  const capabilities = '+dac_override,+dac_read_search'
  return {
    file: 'setpriv',
    args: [
      `--reuid=${uid}`,
      `--regid=${gid}`,
      '--clear-groups',
      `--inh-caps=${capabilities}`,
      `--ambient-caps=${capabilities}`,
      command.file,
      ...command.args,
    ],
  }
}
