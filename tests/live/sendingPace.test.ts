import { describe, expect, it } from '@jest/globals'

import { type EventState, seatsIntervalMs } from '../../src/features/live/rules.ts'
import { anonymous } from '../../src/features/live/signIn.ts'
import { WatchedEvents } from '../../src/features/live/watchedEvents.ts'
import { eventually } from '../support/eventually.ts'

const stateWith = (registeredCount: number) =>
  ({
    id: 1,
    status: 'published',
    createdBy: null,
    registeredCount,
    seatsLeft: 100 - registeredCount,
    waitlistCount: 0,
    version: '1',
    fields: { max_participants: 100 },
  }) as EventState

/** Works for so long, as the system calls of many connections do. */
function work(ms: number) {
  const until = performance.now() + ms
  while (performance.now() < until);
}

describe('a message that takes long to send', () => {
  it('is followed by a longer pause', async () => {
    let registered = 0
    const times: number[] = []
    const events = new WatchedEvents(
      (ids) => Promise.resolve(new Map(ids.map((id) => [id, stateWith(registered)]))),
      () => Promise.reject(new Error('The read failed.')),
    )
    const subscriber = {
      viewer: anonymous,
      receive: () => {
        work(100)
        times.push(performance.now())
      },
      lose: () => undefined,
    }
    await new Promise((resolve) => events.subscribe(1, subscriber, resolve))
    const rush = setInterval(() => {
      registered += 1
      events.mayHaveChanged([1])
    }, 20)
    await eventually(
      async () => times.length,
      (count) => count === 2,
    )
    clearInterval(rush)
    events.stop()
    expect(times[1]! - times[0]!).toBeGreaterThan(seatsIntervalMs + 250)
  })
})
