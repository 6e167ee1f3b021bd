import os from 'node:os'

import {
  comparePassword,
  type Comparison,
  hashPassword,
  type StoredPassword,
} from './storedForms.ts'

/**
 * The program of a hashing thread. Linux gives each thread a priority of its own. At 5 instead of 0 it
 * gets a third of what the event loop or a process of PostgreSQL gets, when they want the same core.
 * Other systems would lower the whole process, so it stays as it is there.
 */
if (process.platform === 'linux') os.setPriority(5)

interface Task {
  /** Moved to this thread, so no other copy of the bytes is left behind. */
  password: Uint8Array
}

const overwriting = <Input extends Task, Result>(work: (input: Input) => Result) => {
  return (input: Input): Result => {
    try {
      return work(input)
    } finally {
      input.password.fill(0)
    }
  }
}

export const hash = overwriting(({ password }: Task): string => hashPassword(password))

export const compare = overwriting(
  ({ password, stored }: Task & { stored: StoredPassword | undefined }): Comparison =>
    comparePassword(password, stored),
)
