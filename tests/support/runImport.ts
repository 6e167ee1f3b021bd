import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'

import { importFiles } from '../../src/features/imports/command/importFiles.ts'
import type { TestPlatform } from './testPlatform.ts'

export interface ImportRun {
  code: number | null
  stdout: string
  stderr: string
}

/** Starts the command line importer as `npm run import` does, on the database of the environment. */
export function startImportCommand(args: string[], env: Record<string, string | undefined> = {}) {
  const command = ['-C', 'production', '.build/import.mjs', '--format', 'frc', ...args]
  const child = spawn(process.execPath, command, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output = Promise.all([text(child.stdout), text(child.stderr)])
  const ended = new Promise<ImportRun>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => {
      output.then(([stdout, stderr]) => resolve({ code, stdout, stderr }), reject)
    })
  })
  return { child, ended }
}

/** Runs the command line importer to its end. */
export const runImportCommand = (args: string[], env?: Record<string, string | undefined>) =>
  startImportCommand(args, env).ended

interface RunOptions {
  /** Null: the file says it. */
  format?: string | null
  /** The person at the terminal. */
  confirm?: () => Promise<boolean>
}

const formatFlag = (format: string | null) => (format === null ? [] : ['--format', format])

/**
 * Runs the importer in this process, on a platform that is already loaded: the command line needs five
 * seconds to load one. What it prints is returned, as if it were a process.
 */
export async function runImport(
  args: string[],
  { payload }: TestPlatform,
  { confirm, format = 'frc' }: RunOptions = {},
): Promise<ImportRun> {
  const printed = { stdout: '', stderr: '' }
  const nothing = () => undefined
  const code = await importFiles([...formatFlag(format), ...args], {
    open: async () => ({ payload, stop: () => Promise.resolve() }),
    print: (text) => void (printed.stdout += `${text}\n`),
    printError: (text) => void (printed.stderr += `${text}\n`),
    progress: { begin: nothing, advance: nothing, end: nothing },
    ...(confirm ? { confirm } : {}),
  })
  return { code, ...printed }
}
