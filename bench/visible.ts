import { setImmediate as nextTick } from 'node:timers/promises'
import type pg from 'pg'

import type { Target } from './children.ts'
import { registerPath } from './scenarios/scenario.ts'
import { type Caller, seedEvents } from './seed.ts'

const rounds = 100

/** Milliseconds from the response to a registration until another server shows the seat as taken. */
export interface Visible {
  median: number
  p95: number
  max: number
}

const seatsLeft = async (url: string, eventId: number) => {
  const response = await fetch(`${url}/api/v1/events/${eventId}/`)
  return ((await response.json()) as { seats_left: number }).seats_left
}

async function timeOne(here: Target, there: Target, eventId: number, { token }: Caller) {
  const before = await seatsLeft(there.url, eventId)
  const response = await fetch(here.url + registerPath(eventId), {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}` },
  })
  if (response.status !== 200) {
    throw new Error(`A registration was answered with ${response.status}`)
  }
  await response.arrayBuffer()
  const began = performance.now()
  while ((await seatsLeft(there.url, eventId)) === before) await nextTick()
  return performance.now() - began
}

/** Measures how soon a write on one server is visible through the cache of another server. */
export async function measureVisible(
  pool: pg.Pool,
  callers: Caller[],
  here: Target,
  there: Target,
): Promise<Visible> {
  const [eventId] = await seedEvents(pool, 1, { capacity: rounds })
  const took: number[] = []
  for (const caller of callers.slice(0, rounds)) {
    took.push(await timeOne(here, there, eventId!, caller))
  }
  took.sort((a, b) => a - b)
  const at = (share: number) => took[Math.min(took.length - 1, Math.floor(took.length * share))]!
  return { median: at(0.5), p95: at(0.95), max: at(1) }
}

export const visibleLines = (visible: Visible | undefined): string[] => {
  if (!visible) return []
  const [median, p95, max] = [visible.median, visible.p95, visible.max].map((ms) => ms.toFixed(1))
  const line = `${rounds} writes through another server's cache: median ${median} ms, p95 ${p95} ms, max ${max} ms`
  return ['', line]
}
