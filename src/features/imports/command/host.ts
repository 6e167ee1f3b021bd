import type { Payload } from 'payload'

import type { ImportProgress } from './progress.ts'

/** What an import needs from the process that runs it. */
export interface ImportHost {
  /** Opens the platform. Called once the files were read without a bad row that ends the import. */
  open: () => Promise<{ payload: Payload; stop: () => Promise<void> }>
  /** Prints the result. */
  print: (text: string) => void
  /** Prints bad rows and what differs from the source. */
  printError: (text: string) => void
  progress: ImportProgress
  /** Asks a person on a terminal. Undefined when nobody can answer. */
  confirm?: (question: string) => Promise<boolean>
}
