import { exportToFile } from '../../features/exports/command/exportToFile.ts'
import { progressBar } from '../../features/imports/command/progressBar.ts'
import { explainError } from '../explainError.ts'

try {
  process.exitCode = await exportToFile(process.argv.slice(2), {
    // Loaded late: the options are checked before the platform is loaded.
    open: async () => (await import('../backend.ts')).openBackend(),
    print: (text) => console.log(text),
    printError: (text) => console.error(text),
    progress: progressBar(),
  })
} catch (error) {
  console.error(`✗ ${explainError(error, 'The export')}`)
  process.exitCode = 1
}
