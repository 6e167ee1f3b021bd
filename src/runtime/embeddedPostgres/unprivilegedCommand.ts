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
 * PostgreSQL refuses to run as root. Under root the command is wrapped so that it runs as `postgres`
 * where there is such a user, else as `nobody`, and `dir` is given to that user. The capability to
 * pass through directories stays, because a checkout below root's home would be out of reach.
 *
 * @throws {Error} when root's rights cannot be given up here
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
