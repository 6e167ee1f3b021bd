import { importFrc } from '../../features/imports/frc/command/importFrc.ts'
import { progressBar } from '../../features/imports/frc/command/progressBar.ts'
import { explainError } from '../explainError.ts'

try {
  process.exitCode = await importFrc(process.argv.slice(2), {
    // Loaded late: the files are checked before the platform is loaded.
    open: async () => (await import('../backend.ts')).openBackend(),
    print: (text) => console.log(text),
    printError: (text) => console.error(text),
    progress: progressBar(),
  })
} catch (error) {
  console.error(`✗ ${explainError(error, 'The import')}`)
  process.exitCode = 1
}
