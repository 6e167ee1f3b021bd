import { createInterface } from 'node:readline/promises'

import { importFiles } from '../features/imports/command/importFiles.ts'
import type { ImportHost } from '../features/imports/command/host.ts'
import { progressBar } from '../features/imports/command/progressBar.ts'
import { explainError } from './explainError.ts'

/** Asks the person at the terminal. Any answer but yes is no. */
async function confirm(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  try {
    return /^y(es)?$/i.test((await terminal.question(`${question} [y/N] `)).trim())
  } finally {
    terminal.close()
  }
}

/** Runs an import with the arguments of this process, and sets its exit code. */
export async function runImport(): Promise<void> {
  const isTerminal = process.stdin.isTTY && process.stdout.isTTY
  const host: ImportHost = {
    // Loaded late: the files are checked before the platform is loaded.
    open: async () => (await import('./backend.ts')).openBackend(),
    print: (text) => console.log(text),
    printError: (text) => console.error(text),
    progress: progressBar(),
    ...(isTerminal ? { confirm } : {}),
  }
  try {
    process.exitCode = await importFiles(process.argv.slice(2), host)
  } catch (error) {
    console.error(`✗ ${explainError(error, 'The import')}`)
    process.exitCode = 1
  }
}
