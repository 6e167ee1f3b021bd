import { access, constants, mkdir } from 'node:fs/promises'

import { StartupError } from '../shared/startup.ts'

/**
 * Creates the folder of the platform's own files if it is missing.
 *
 * @throws {StartupError} when the folder cannot be written to
 */
export async function makeDataDir(dir: string): Promise<void> {
  try {
    await mkdir(dir, { recursive: true })
    await access(dir, constants.W_OK)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new StartupError(
      `The folder ${dir} cannot be written to (${code}). Repair that, or set DATA_DIR to another folder.`,
    )
  }
}
