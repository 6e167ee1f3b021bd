import { readFile, rename, writeFile } from 'node:fs/promises'

import { StartupError } from '../shared/startup.ts'

/**
 * A secret that is made the first time and kept in a file that only its owner reads, so that it is
 * neither a default that everybody knows nor another one after each restart.
 *
 * @throws {StartupError} when the file is there and cannot be read
 */
export async function persistedSecret(file: string, create: () => string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).trim()
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'ENOENT') throw new StartupError(`The file ${file} cannot be read (${code}).`)
  }
  const secret = create()
  // Under another name first: a crash in the middle of it must not leave an empty secret behind.
  await writeFile(`${file}.unfinished`, `${secret}\n`, { mode: 0o600 })
  await rename(`${file}.unfinished`, file)
  return secret
}
