import { printLine } from '../shared/printLine.ts'

/** Stops the process in order after the first signal, and at once after the second. */
export function stopOnSignal(stop: () => Promise<void>): void {
  let stopping = false
  const end = async (signal: string) => {
    if (stopping) process.exit(1)
    stopping = true
    printLine(`\n${signal}: finishing what is in flight`)
    await stop()
    printLine('Stopped')
    process.exit(0)
  }
  process.on('SIGTERM', () => void end('SIGTERM'))
  process.on('SIGINT', () => void end('SIGINT'))
}
