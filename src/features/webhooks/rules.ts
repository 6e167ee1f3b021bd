/** The most endpoints of a platform. Each costs a message for every change of its types. */
export const maxEndpoints = 50

export const maxLengths = { url: 2000, description: 500 } as const

const second = 1000
const minute = 60 * second
const hour = 60 * minute

/**
 * The time between one attempt and the next, as the Standard Webhooks specification recommends it:
 * ten attempts in three days.
 */
const retryDelaysMs = [
  5 * second,
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  14 * hour,
  20 * hour,
  24 * hour,
] as const

/** The share of a delay that is added at random, so that many retries do not come at one instant. */
const jitter = 0.1

/** The longest time that a receiver can ask for with `Retry-After`. */
const longestRetryAfterMs = 24 * hour

/**
 * The time until a delivery that failed is tried again.
 *
 * @param attempts how many have failed
 * @param retryAfterMs what the receiver asked for, if it did
 * @param random from 0 to 1
 * @returns milliseconds; undefined when the last attempt has failed
 */
export function retryDelayMs(
  attempts: number,
  retryAfterMs: number | undefined,
  random: number,
): number | undefined {
  const delay = retryDelaysMs[attempts - 1]
  if (delay === undefined) return undefined
  const asked = Math.min(retryAfterMs ?? 0, longestRetryAfterMs)
  return Math.max(delay * (1 + jitter * random), asked)
}

/** Pauses of an endpoint after so many failures in a row, the last one for all that follow. */
const pausesMs = [0, 0, 10 * second, 30 * second, minute, 5 * minute] as const

/**
 * How long an endpoint gets nothing new after failures in a row, in milliseconds. A receiver that is away
 * would otherwise fail every waiting message, and occupy a place among the concurrent deliveries.
 */
export const pauseMs = (failures: number, retryAfterMs = 0): number =>
  Math.max(
    pausesMs[Math.min(failures, pausesMs.length) - 1] ?? 0,
    Math.min(retryAfterMs, longestRetryAfterMs),
  )

/**
 * An endpoint is switched off when a delivery has failed for good and nothing was delivered for so long.
 * The attempts of one delivery take longer.
 */
export const lastingFailureMs = 72 * hour

/** Why the platform switched an endpoint off: the receiver said so, or nothing was delivered for days. */
export type SwitchOffReason = 'gone' | 'failing'

/** How long a rotated secret still signs. */
export const overlapHours = 24

/** The most secrets that sign for one endpoint. A further rotation ends the oldest. */
export const maxSecrets = 5
