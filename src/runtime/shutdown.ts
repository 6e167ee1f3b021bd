import { say } from './printLine.ts'

/** Ends the process in order at the first signal, and at once at the second. */
export function untilStopped(stop: () => Promise<void>): void {
  let stopping = false
  const end = async (signal: string) => {
    if (stopping) process.exit(1)
    stopping = true
    say(`\n${signal}: finishing what is in flight`)
    await stop()
    say('Stopped')
    process.exit(0)
  }
  process.on('SIGTERM', () => void end('SIGTERM'))
  process.on('SIGINT', () => void end('SIGINT'))
}
