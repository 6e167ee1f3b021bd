import { readFile } from 'node:fs/promises'

import { ImportError } from './ImportError.ts'

/** The bytes of a file. @throws {ImportError} when it cannot be read */
export async function readBytes(file: string): Promise<Buffer> {
  try {
    return await readFile(file)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new ImportError(
      code === 'ENOENT' ? `${file} does not exist.` : `${file} cannot be read (${code}).`,
    )
  }
}
