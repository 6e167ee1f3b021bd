import { readFile, writeFile } from 'node:fs/promises'

/**
 * A secret that is made the first time and kept in a file that only its owner reads, so that it is
 * neither a default that everybody knows nor another one after each restart.
 */
export async function keptSecret(file: string, create: () => string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).trim()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  const secret = create()
  await writeFile(file, `${secret}\n`, { mode: 0o600, flag: 'wx' })
  return secret
}
