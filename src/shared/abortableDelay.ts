import { setTimeout as sleep } from 'node:timers/promises'

/** Waits for so many milliseconds, or until it is told to stop: that is no error. */
export const abortableDelay = (millis: number, signal: AbortSignal): Promise<void> =>
  sleep(millis, undefined, { signal }).catch(() => undefined)
