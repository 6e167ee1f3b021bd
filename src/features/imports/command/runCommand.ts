import type { ImportHost } from './host.ts'
import { ImportError } from './ImportError.ts'

/**
 * Runs an import.
 *
 * @param work returns whether the platform now has exactly what the source has
 * @returns the exit code: 0 when it has, else 1
 * @throws every error that is not an `ImportError`: those are printed
 */
export async function runCommand(host: ImportHost, work: () => Promise<boolean>): Promise<number> {
  try {
    return (await work()) ? 0 : 1
  } catch (error) {
    if (!(error instanceof ImportError)) throw error
    host.printError(`✗ ${error.message}`)
    return 1
  }
}
