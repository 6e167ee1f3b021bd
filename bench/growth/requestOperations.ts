import { accessLifetimeSeconds } from '../../src/features/accounts/tokens.ts'
import { servicesOf } from '../../src/shared/services.ts'
import { people } from './fill.ts'
import type { Operation, Surroundings } from './operation.ts'

const days = (count: number) => new Date(Date.now() + count * 86_400_000).toISOString()

/** Sends a request and reads its body. @throws {Error} for a response that is no success */
async function send(url: string, init: RequestInit = {}): Promise<Record<string, unknown>> {
  const response = await fetch(url, init)
  const body = await response.text()
  if (!response.ok) throw new Error(`${init.method ?? 'GET'} ${url}: ${response.status} ${body}`)
  return body ? (JSON.parse(body) as Record<string, unknown>) : {}
}

/** The requests of apps. The response cache is off. */
export async function requestOperations({
  events,
  payload,
  url,
}: Surroundings): Promise<Operation[]> {
  const bearer = (userId: number) => ({
    Authorization: `Bearer ${servicesOf(payload).tokens.sign('access', { userId, version: 0, lifetime: accessLifetimeSeconds })}`,
  })
  const get = (path: string, userId?: number) => (): Promise<unknown> =>
    send(`${url}${path}`, userId === undefined ? {} : { headers: bearer(userId) })
  const list = (query: string, userId?: number) => get(`/api/v1/events/?${query}`, userId)

  // The events of the measurement are open and have room; no round registers twice.
  const open = await payload.find({
    collection: 'events',
    where: { startDate: { greater_than: days(30) }, status: { equals: 'published' } },
    limit: 200,
    pagination: false,
    depth: 0,
  })
  const openIds = open.docs.filter(({ waitlistEnabled }) => !waitlistEnabled).map(({ id }) => id)
  const eventOf = (round: number) => openIds[round % openIds.length]!
  const claim = (method: string) => (round: number) =>
    send(`${url}/api/v1/events/${eventOf(round)}/register/`, {
      method,
      headers: bearer(people.attendee),
    })
  // A window in which 100 events begin, at every size.
  const window = `start_date=${days(100)}&end_date=${days(101 + (6 * 365 * 100) / events)}`

  const title = `Gala ${Math.floor(events / 2)}`
  const middle = Buffer.from(JSON.stringify(['title', title, 1])).toString('base64url')

  const reads: [string, () => Promise<unknown>][] = [
    ['list', list('')],
    ['list of an attendee', list('', people.attendee)],
    ['list of an organiser', list('', people.organiser)],
    ['list of staff', list('', people.admin)],
    ['list by title', list('ordering=title')],
    ['list of a status', list('status=published')],
    ['list of 100 in a time span', list(`${window}&ordering=start_date`)],
    ['list of coming events', list(`start_date=${days(0)}&ordering=start_date`)],
    ['list: page in the middle', list(`page=${Math.floor(events / 40)}`)],
    ['cursor: first page', list('cursor=')],
    ['cursor: in the middle', list(`ordering=title&cursor=${middle}`)],
    ['cursor: coming events', list(`start_date=${days(0)}&ordering=start_date&cursor=`)],
    ['search for a rare word', list('search=quasar')],
    ['search for a common word', list('search=drivetrain')],
    ['one event', get(`/api/v1/events/${eventOf(0)}/`)],
    ['REST list', get('/api/events?limit=20')],
    ['REST list of own registrations', get('/api/registrations?depth=0', people.attendee)],
    [
      'REST list of the registrations of own events',
      get('/api/registrations?depth=0', people.organiser),
    ],
  ]
  return [
    ...reads.map(([name, run]) => ({ name, isInteractive: true, run })),
    { name: 'register', isInteractive: true, run: claim('POST') },
    { name: 'cancel', isInteractive: true, run: claim('DELETE') },
  ]
}
