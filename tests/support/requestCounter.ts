import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { setTimeout as sleep } from 'node:timers/promises'

const channel = 'http.server.request.start'

/**
 * Counts the requests that reach the servers of this process.
 *
 * @returns a function that waits until the count is reached, and stops counting
 */
export function countRequests(): (count: number) => Promise<void> {
  let arrived = 0
  const note = () => void (arrived += 1)
  subscribe(channel, note)
  return async (count) => {
    while (arrived < count) await sleep(5)
    unsubscribe(channel, note)
  }
}
