import { setTimeout as sleep } from 'node:timers/promises'

export interface Running {
  /** Resolves when it has ended, for whatever reason. */
  ended: Promise<void>
  stop: () => Promise<void>
}

/** How often in a row it is started again before somebody has to look after it. */
const attempts = 10

/** Milliseconds after which it counts as up again. */
const calm = 60_000

/** Milliseconds before an attempt: at once, then twice as long each time, up to five seconds. */
const pause = (attempt: number) => (attempt === 1 ? 0 : Math.min(100 * 2 ** attempt, 5000))

/**
 * Keeps something running: what ends without being stopped is started again.
 *
 * @param name how it is called in the log, at the beginning of a sentence
 * @returns stops it for good
 * @throws what `start` throws the first time; after that it is logged
 */
export async function keepRunning(
  name: string,
  start: () => Promise<Running>,
): Promise<() => Promise<void>> {
  let running = await start()
  let stopping = false

  const startAgain = async (attempt: number) => {
    console.error(`✗ ${name} has ended. It is started again (${attempt} of ${attempts}).`)
    await sleep(pause(attempt))
    if (stopping) return
    try {
      running = await start()
      console.error(`✓ ${name} runs again.`)
    } catch (error) {
      console.error(`✗ ${(error as Error).message}`)
    }
  }
  const watch = async () => {
    for (let attempt = 1; attempt <= attempts; attempt += 1) {
      const began = Date.now()
      await running.ended
      if (stopping) return
      if (Date.now() - began > calm) attempt = 1
      await startAgain(attempt)
    }
    console.error(`✗ ${name} does not stay up. Nothing works until this server is restarted.`)
  }
  const watching = watch()
  return async () => {
    stopping = true
    await running.stop()
    await watching
    // One that was just about to start when the first was stopped.
    await running.stop()
  }
}
