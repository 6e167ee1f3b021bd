import { seedEvents } from '../seed.ts'
import { repeated, type Bench, type Scenario, type TargetName } from './scenario.ts'

const list = () => Promise.resolve('/api/v1/events/')

const detail = async ({ pool }: Bench) => {
  const [eventId] = await seedEvents(pool, 1, { capacity: 100 })
  return `/api/v1/events/${eventId}/`
}

const feed = async ({ pool }: Bench) => {
  await seedEvents(pool, 1000, { capacity: 100 })
  return '/api/v1/events/calendar.ics'
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
  // The header of a browser: cached responses are stored compressed.
  prepare: async (bench) =>
    repeated({
      method: 'GET',
      path: await path(bench),
      acceptEncoding: 'gzip, deflate, br',
    }),
})

/** The same with a token, as apps send their requests: each connection is another user. */
const signedIn = (name: string, title: string, path: Path, anonymous: string): Scenario => ({
  name,
  title,
  target: 'server',
  against: [anonymous],
  expected: [200],
  prepare: async (bench) => {
    const url = await path(bench)
    const users = bench.callers.slice(0, bench.connections)
    const lists = users.map(({ token }) => [
      { method: 'GET' as const, path: url, token, acceptEncoding: 'gzip, deflate, br' },
    ])
    return { sharing: 'repeat', lists }
  },
})

/** Cached responses, compared with bare Node and bare Express servers that send the same bytes. */
export const finishedReads: Scenario[] = [
  reading('raw-list', 'node:http: a page of events', 'rawFinished', list),
  reading('express-list', 'Bare Express: a page of events', 'expressFinished', list),
  reading('list', 'A page of events', 'server', list, ['express-list', 'raw-list']),
  signedIn('list-signed-in', 'A page of events, signed in', list, 'list'),
  reading('raw-detail', 'node:http: one event', 'rawFinished', detail),
  reading('express-detail', 'Bare Express: one event', 'expressFinished', detail),
  reading('detail', 'One event', 'server', detail, ['express-detail', 'raw-detail']),
  signedIn('detail-signed-in', 'One event, signed in', detail, 'detail'),
  reading('calendar', 'A feed of 1,000 events', 'server', feed),
]

/**
 * The same on a server without a response cache. Each connection uses its own URL, because requests for
 * the same URL at the same time would share one response.
 */
const uncachedReading = (
  name: string,
  title: string,
  path: Path,
  against?: string[],
): Scenario => ({
  name,
  title,
  target: 'uncached',
  against,
  expected: [200],
  prepare: async (bench) => {
    const url = await path(bench)
    const separator = url.includes('?') ? '&' : '?'
    const lists = Array.from({ length: bench.connections }, (_, client) => [
      { method: 'GET' as const, path: `${url}${separator}client=${client}` },
    ])
    return { sharing: 'repeat', lists }
  },
})

const payloadList = () => Promise.resolve('/api/events?limit=20&depth=0')

export const uncachedReads: Scenario[] = [
  uncachedReading('payload-list', "Payload's REST: list, CACHE=off", payloadList),
  uncachedReading('list-uncached', 'A page of events, CACHE=off', list, ['payload-list']),
  uncachedReading('detail-uncached', 'One event, CACHE=off', detail),
  uncachedReading('calendar-uncached', 'A feed of 1,000 events, CACHE=off', feed),
]
