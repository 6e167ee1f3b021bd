import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'

export interface ImportRun {
  code: number | null
  stdout: string
  stderr: string
}

/** The importer, compiled as `npm run import:frc` runs it, on the database of the environment. */
export function startImport(args: string[], env: Record<string, string | undefined> = {}) {
  const command = ['-C', 'production', '.build/importFrc.mjs', ...args]
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

export const runImport = (args: string[], env?: Record<string, string | undefined>) =>
  startImport(args, env).ended
