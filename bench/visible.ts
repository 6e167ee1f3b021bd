import { setImmediate as breath } from 'node:timers/promises'
import type pg from 'pg'

import type { Target } from './children.ts'
import { registerPath } from './scenarios/scenario.ts'
import { type Caller, seedEvents } from './seed.ts'

const rounds = 100

/** Milliseconds from the answer to a registration until another server shows the seat as taken. */
export interface Visible {
  median: number
  p95: number
  most: number
}

const seatsLeft = async (url: string, eventId: number) => {
  const response = await fetch(`${url}/api/v1/events/${eventId}/`)
  return ((await response.json()) as { seats_left: number }).seats_left
}

async function timeOne(here: Target, there: Target, eventId: number, { token }: Caller) {
  const before = await seatsLeft(there.url, eventId)
  const answer = await fetch(here.url + registerPath(eventId), {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}` },
  })
  if (answer.status !== 200) throw new Error(`A registration was answered with ${answer.status}`)
  await answer.arrayBuffer()
  const began = performance.now()
  while ((await seatsLeft(there.url, eventId)) === before) await breath()
  return performance.now() - began
}

/** How soon a write through one server shows through the other's cache. */
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
  return { median: at(0.5), p95: at(0.95), most: at(1) }
}

export const visibleLines = (visible: Visible | undefined): string[] => {
  if (!visible) return []
  const [median, p95, most] = [visible.median, visible.p95, visible.most].map((ms) => ms.toFixed(1))
  const line = `${rounds} writes through another server's cache: median ${median} ms, p95 ${p95} ms, most ${most} ms`
  return ['', line]
}
