import type { ImportHost } from '../features/imports/command/host.ts'
import { progressBar } from '../features/imports/command/progressBar.ts'
import { explainError } from './explainError.ts'

/** Runs an import with the arguments of this process, and sets its exit code. */
export async function runImport(
  importer: (argv: string[], host: ImportHost) => Promise<number>,
): Promise<void> {
  try {
    process.exitCode = await importer(process.argv.slice(2), {
      // Loaded late: the files are checked before the platform is loaded.
      open: async () => (await import('./backend.ts')).openBackend(),
      print: (text) => console.log(text),
      printError: (text) => console.error(text),
      progress: progressBar(),
    })
  } catch (error) {
    console.error(`✗ ${explainError(error, 'The import')}`)
    process.exitCode = 1
  }
}
