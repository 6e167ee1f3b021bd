import { setTimeout as sleep } from 'node:timers/promises'

/** Waits for some milliseconds, or until the signal aborts. An abort is no error. */
export const abortableDelay = (millis: number, signal: AbortSignal): Promise<void> =>
  sleep(millis, undefined, { signal }).catch(() => undefined)
