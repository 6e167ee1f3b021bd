/**
 * At SIGTERM npm and its shell end, and do not pass the signal on to the program that they started. It
 * would go on without them, with its port and its database, and nobody would know. So a program that a
 * package manager has started watches those two, and when one has ended it gets the signal.
 */
import { readFileSync } from 'node:fs'
import { clearInterval, setInterval } from 'node:timers'

const intervalMs = 250

const readProc = (pid, file) => {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return ''
  }
}

/** The parent of a process; undefined when it has ended, and on systems without /proc. */
const parentOf = (pid) => {
  const parent = /^PPid:\s+(\d+)$/m.exec(readProc(pid, 'status'))?.[1]
  return parent === undefined ? undefined : Number(parent)
}

/** Ends this process in order when the npm that has started it ends. Without one it does nothing. */
export function endWithLauncher() {
  if (!process.env.npm_lifecycle_event && !process.env.NODE_RUN_SCRIPT_NAME) return
  const parent = process.ppid
  // A shell names this program in its arguments. Then npm is the parent of the shell.
  const isShell = readProc(parent, 'cmdline').includes('src/runtime/start/run.mjs')
  const launcher = isShell ? parentOf(parent) : undefined
  const hasEnded = () =>
    process.ppid !== parent || (launcher !== undefined && parentOf(parent) !== launcher)
  // The reader of the output may have ended too. The stop must not fail because of that.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
  const watch = setInterval(() => {
    if (!hasEnded()) return
    clearInterval(watch)
    process.kill(process.pid, 'SIGTERM')
  }, intervalMs)
  watch.unref()
}
