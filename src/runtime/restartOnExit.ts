import { setTimeout as sleep } from 'node:timers/promises'

import { reasonOf } from '../shared/errors/reasonOf.ts'

export interface Running {
  /** Resolves when it has ended, for any reason. */
  ended: Promise<void>
  stop: () => Promise<void>
}

/** Restarts in a row before it gives up. */
const maxAttempts = 10

/** Milliseconds of running after which the count of restarts begins again. */
const stableMs = 60_000

/** Milliseconds before a restart: 0, then twice as long each time, at most 5,000. */
const retryDelayMs = (attempt: number) => (attempt === 1 ? 0 : Math.min(100 * 2 ** attempt, 5000))

const logGivenUp = (name: string) =>
  console.error(`✗ ${name} does not stay up. Nothing works until this server is restarted.`)

/**
 * Starts something, and starts it again whenever it ends without a call of the returned function.
 *
 * @param name its name in the log, as the beginning of a sentence
 * @param giveUp is called after too many restarts in a row
 * @returns a function that stops it for good
 * @throws the error of the first start; later errors are logged
 */
export async function restartOnExit(
  name: string,
  start: () => Promise<Running>,
  giveUp: (name: string) => void = logGivenUp,
): Promise<() => Promise<void>> {
  let running = await start()
  let stopping = false
  const isStopping = () => stopping

  const startAgain = async (attempt: number) => {
    console.error(`✗ ${name} has ended. It is started again (${attempt} of ${maxAttempts}).`)
    await sleep(retryDelayMs(attempt))
    if (isStopping()) return
    try {
      running = await start()
      console.warn(`✓ ${name} runs again.`)
      // It was stopped during the restart: the stop has reached the old one only.
      if (isStopping()) await running.stop()
    } catch (error) {
      console.error(`✗ ${reasonOf(error)}`)
    }
  }
  const watch = async () => {
    for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
      const startedAt = performance.now()
      await running.ended
      if (stopping) return
      if (performance.now() - startedAt > stableMs) attempt = 1
      await startAgain(attempt)
    }
    giveUp(name)
  }
  const watching = watch()
  return async () => {
    stopping = true
    await running.stop()
    await watching
  }
}
