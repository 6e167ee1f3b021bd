import { printLine } from '../shared/printLine.ts'

export interface StopOptions {
  /** Whether to serve on for `DRAIN_SECONDS`, until load balancers know. */
  drains: boolean
}

type Signal = 'SIGTERM' | 'SIGINT'

/** SIGINT is Ctrl-C: somebody waits for the end. A service manager sends SIGTERM. */
export const drainsAt = (signal: Signal): boolean => signal === 'SIGTERM'

/** Stops the process in order after the first signal, and at once after the second. */
export function stopOnSignal(stop: (options: StopOptions) => Promise<void>): void {
  let stopping = false
  const end = async (signal: Signal) => {
    if (stopping) process.exit(1)
    stopping = true
    printLine(`\n${signal}: finishing what is in flight`)
    await stop({ drains: drainsAt(signal) })
    printLine('Stopped')
    process.exit(0)
  }
  process.on('SIGTERM', () => void end('SIGTERM'))
  process.on('SIGINT', () => void end('SIGINT'))
}
