import { setTimeout as sleep } from 'node:timers/promises'

export interface Running {
  /** Resolves when it has ended, for whatever reason. */
  ended: Promise<void>
  stop: () => Promise<void>
}

/** How often in a row it is started again before somebody has to look after it. */
const attempts = 10

/** Milliseconds after which it counts as up again. */
const stableMs = 60_000

/** Milliseconds before an attempt: at once, then twice as long each time, up to five seconds. */
const pause = (attempt: number) => (attempt === 1 ? 0 : Math.min(100 * 2 ** attempt, 5000))

const logGivenUp = (name: string) =>
  console.error(`✗ ${name} does not stay up. Nothing works until this server is restarted.`)

/**
 * Keeps something running: what ends without being stopped is started again.
 *
 * @param name how it is called in the log, at the beginning of a sentence
 * @param giveUp what to do when it does not stay up, however often it is started
 * @returns stops it for good
 * @throws what `start` throws the first time; after that it is logged
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
    console.error(`✗ ${name} has ended. It is started again (${attempt} of ${attempts}).`)
    await sleep(pause(attempt))
    if (isStopping()) return
    try {
      running = await start()
      console.error(`✓ ${name} runs again.`)
      // Told to stop meanwhile: the one that was running then is not this one.
      if (isStopping()) await running.stop()
    } catch (error) {
      console.error(`✗ ${(error as Error).message}`)
    }
  }
  const watch = async () => {
    for (let attempt = 1; attempt <= attempts; attempt += 1) {
      const began = Date.now()
      await running.ended
      if (stopping) return
      if (Date.now() - began > stableMs) attempt = 1
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
