import { setTimeout as sleep } from 'node:timers/promises'

import type { Caller } from '../seed.ts'

/** Requests a second of each kind. They are sent at their times, whether earlier ones were answered or not. */
export const perSecond = 40

/** Milliseconds after which a client gives up. */
const timeoutMs = 20_000

/** How other clients fared during some seconds. */
export interface Fared {
  /** Answered as they should be, of all that were sent. */
  good: number
  sent: number
  /** Milliseconds, 99th percentile, of all requests. One without a response counts with its whole wait. */
  p99: number
}

interface Request {
  path: string
  expected: number
  init: RequestInit
}

/** Each attendee registers once, and reads with the token. Each has an address of their own. */
const requestsOf = (events: number[], { id, token }: Caller, index: number): Request[] => {
  const address = `10.${(id >> 16) & 255}.${(id >> 8) & 255}.${id & 255}`
  const headers = { Authorization: `Bearer ${token}`, 'X-Forwarded-For': address }
  const event = events[index % events.length]!
  return [
    { path: '/api/v1/events/', expected: 200, init: { headers } },
    {
      path: `/api/v1/events/${event}/register/`,
      expected: 200,
      init: {
        method: 'POST',
        headers: { ...headers, 'Content-Type': 'application/json' },
        body: '{"seats":1}',
      },
    },
  ]
}

async function send(url: string, { path, init, expected }: Request) {
  const began = performance.now()
  const signal = AbortSignal.timeout(timeoutMs)
  const isGood = await fetch(url + path, { ...init, signal })
    .then(async (response) => {
      await response.arrayBuffer()
      return response.status === expected
    })
    .catch(() => false)
  return { isGood, took: performance.now() - began }
}

/** Sends registrations and reads at a steady rate for some seconds. Each caller is used once. */
export async function steadyLoad(
  url: string,
  seconds: number,
  events: number[],
  callers: Caller[],
): Promise<Record<'reads' | 'registrations', Fared>> {
  const kinds = { reads: [], registrations: [] } as Record<string, ReturnType<typeof send>[]>
  const began = performance.now()
  for (let index = 0; index < seconds * perSecond; index += 1) {
    const [read, registration] = requestsOf(events, callers.pop()!, index)
    kinds.reads!.push(send(url, read!))
    kinds.registrations!.push(send(url, registration!))
    await sleep(Math.max(0, began + ((index + 1) * 1000) / perSecond - performance.now()))
  }
  const faredOf = async (all: ReturnType<typeof send>[]): Promise<Fared> => {
    const done = await Promise.all(all)
    const times = done.map(({ took }) => took).sort((one, other) => one - other)
    return {
      good: done.filter(({ isGood }) => isGood).length,
      sent: done.length,
      p99: times[Math.floor(times.length * 0.99)] ?? Number.NaN,
    }
  }
  return {
    reads: await faredOf(kinds.reads!),
    registrations: await faredOf(kinds.registrations!),
  }
}
