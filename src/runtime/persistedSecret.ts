import { readFile, rename, writeFile } from 'node:fs/promises'

import { StartupError } from '../shared/startup.ts'

/**
 * A random secret in a file that only its owner may read. It is created the first time, so it is no known
 * default, and it stays the same after a restart.
 *
 * @throws {StartupError} when the file exists and cannot be read
 */
export async function persistedSecret(file: string, create: () => string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).trim()
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'ENOENT') throw new StartupError(`The file ${file} cannot be read (${code}).`)
  }
  const secret = create()
  // Written under another name first: a crash while writing must not leave an empty secret.
  await writeFile(`${file}.unfinished`, `${secret}\n`, { mode: 0o600 })
  await rename(`${file}.unfinished`, file)
  return secret
}
