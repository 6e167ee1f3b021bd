import { seedEvents } from '../seed.ts'
import { always, type Bench, type Scenario, type TargetName } from './scenario.ts'

const list = () => Promise.resolve('/api/v1/events/')

const detail = async ({ pool }: Bench) => {
  const [eventId] = await seedEvents(pool, 1, { capacity: 100 })
  return `/api/v1/events/${eventId}/`
}

type Path = (bench: Bench) => Promise<string>

const reading = (
  name: string,
  title: string,
  target: TargetName,
  path: Path,
  against?: string[],
): Scenario => ({
  name,
  title,
  target,
  against,
  expected: [200],
  // As a browser asks, where answers are compressed beforehand.
  prepare: async (bench) =>
    always({
      method: 'GET',
      path: await path(bench),
      acceptEncoding: 'gzip, deflate, br',
    }),
})

/** Answers from memory, beside the same bytes sent by nothing but Node, and by nothing but Express. */
export const finishedReads: Scenario[] = [
  reading('raw-list', 'node:http: a page of events', 'rawFinished', list),
  reading('express-list', 'Bare Express: a page of events', 'expressFinished', list),
  reading('list', 'A page of events', 'server', list, ['express-list', 'raw-list']),
  reading('raw-detail', 'node:http: one event', 'rawFinished', detail),
  reading('express-detail', 'Bare Express: one event', 'expressFinished', detail),
  reading('detail', 'One event', 'server', detail, ['express-detail', 'raw-detail']),
]

/**
 * The same on a server that keeps no answers, each connection under an address of its own: who asks for
 * the same at the same time would be answered together.
 */
const apart = (name: string, title: string, path: Path, against?: string[]): Scenario => ({
  name,
  title,
  target: 'uncached',
  against,
  expected: [200],
  prepare: async (bench) => {
    const asked = await path(bench)
    const mark = asked.includes('?') ? '&' : '?'
    const lists = Array.from({ length: bench.connections }, (_, client) => [
      { method: 'GET' as const, path: `${asked}${mark}client=${client}` },
    ])
    return { sharing: 'turns', lists }
  },
})

const payloadList = () => Promise.resolve('/api/events?limit=20&depth=0')

export const uncachedReads: Scenario[] = [
  apart('payload-list', "Payload's REST: list, CACHE=off", payloadList),
  apart('list-uncached', 'A page of events, CACHE=off', list, ['payload-list']),
  apart('detail-uncached', 'One event, CACHE=off', detail),
]
