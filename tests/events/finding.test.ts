import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'

import { createEvent, inDays } from '../factories/events.ts'
import { newCaller, signedInApp } from '../support/callers.ts'
import { type ApiResponse, appOf, type Client } from '../support/client.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

let platform: TestPlatform
let anyone: Client
const ids: Record<string, number> = {}

const at = (latitude: number, longitude: number) => ({ coordinates: { latitude, longitude } })

const season = [
  { title: 'Ulm Cup', ...at(48.4, 9.99), country: 'DE', program: 'FRC', tags: ['Indoor', 'cup'] },
  { title: 'Munich Cup', ...at(48.14, 11.58), country: 'DE', program: 'FTC', tags: ['cup'] },
  { title: 'Suva Cup', ...at(-18.14, 179.9), country: 'FJ', program: 'frc' },
  { title: 'Taveuni Cup', ...at(-16.8, -179.95), country: 'FJ' },
  {
    title: 'Past Cup',
    location: 'Sports hall',
    startDate: inDays(-3),
    endDate: inDays(-2),
    maxParticipants: 5,
  },
  { title: 'Full Cup', maxParticipants: 1, location: 'Ulm & <Neu-Ulm>' },
]

const titles = ({ body }: ApiResponse): string[] =>
  body.results.map(({ title }: { title: string }) => title.split(' ')[0])

beforeAll(async () => {
  platform = await startTestPlatform()
  anyone = appOf(platform.url)
  for (const details of season) {
    const { id } = await createEvent(platform.payload, details)
    ids[details.title.split(' ')[0]!] = id
  }
  const { app } = await signedInApp(platform)
  await app.post(`events/${ids.Full}/register/`, {})
})

afterAll(() => platform.stop())

describe('the filters of the list and of the search', () => {
  it.each([
    ['upcoming=true', ['Full', 'Munich', 'Suva', 'Taveuni', 'Ulm']],
    ['upcoming=false', ['Past']],
    ['has_seats=true', ['Munich', 'Past', 'Suva', 'Taveuni', 'Ulm']],
    ['has_seats=false', ['Full']],
    ['has_seats=true&upcoming=1', ['Munich', 'Suva', 'Taveuni', 'Ulm']],
    ['country=de', ['Munich', 'Ulm']],
    ['program=FRC', ['Suva', 'Ulm']],
    ['tag=CUP', ['Munich', 'Ulm']],
    ['tag=indoor', ['Ulm']],
    ['tag=in', []],
    ['near=48.4,10.0&within=50', ['Ulm']],
    ['near=48.4,10.0&within=150', ['Munich', 'Ulm']],
    ['near=-17,180&within=200', ['Suva', 'Taveuni']],
    ['near=-17,-180&within=200', ['Suva', 'Taveuni']],
    ['near=48.4,10.0&within=0', []],
    ['near=90,0&within=20040', ['Munich', 'Suva', 'Taveuni', 'Ulm']],
    ['near=48.4,10&country=FJ', ['Suva', 'Taveuni']],
    ['near=&within=&upcoming=&has_seats=&tag=&program=&country=', Object.keys(ids)],
  ])('?%s', async (query, given) => {
    const expected = given.length > 0 || !query.startsWith('near=&') ? given : Object.keys(ids)
    for (const path of ['events', 'search']) {
      const answer = await anyone.get(`${path}/?${query}`)
      expect([path, answer.status, titles(answer).toSorted()]).toEqual([
        path,
        200,
        [...expected].toSorted(),
      ])
      expect(answer.body.count).toBe(expected.length)
    }
  })

  it.each([
    ['near=48.4', 'near'],
    ['near=91,0', 'near'],
    ['near=0,181', 'near'],
    ['near=NaN,NaN', 'near'],
    ['near=1e1,0', 'near'],
    ['within=50', 'within'],
    ['near=1,1&within=-1', 'within'],
    ['near=1,1&within=far', 'within'],
    ['near=1,1&within=20041', 'within'],
    ['upcoming=maybe', 'upcoming'],
    ['has_seats=2', 'has_seats'],
    ['ordering=distance', 'ordering'],
    [`tag=${'x'.repeat(51)}`, 'tag'],
    ['country=DEU', 'country'],
  ])('?%s: 400', async (query, field) => {
    for (const path of ['events', 'search']) {
      const { status, body } = await anyone.get(`${path}/?${query}`)
      expect([status, Object.keys(body.details)]).toEqual([400, [field]])
    }
  })

  it('relevance needs a search', async () => {
    expect((await anyone.get('events/?ordering=relevance')).body.details).toEqual({
      ordering: ['This needs a search.'],
    })
    expect(titles(await anyone.get('events/?search=munich&ordering=relevance'))).toEqual(['Munich'])
  })
})

describe('near a place', () => {
  it('each event has its distance, and they can be ordered by it', async () => {
    const { body } = await anyone.get('events/?near=48.4,10.0&ordering=distance')

    expect(body.results.map((one: { title: string }) => one.title)).toEqual([
      'Ulm Cup',
      'Munich Cup',
      'Taveuni Cup',
      'Suva Cup',
    ])
    const distances = body.results.map((one: { distance_km: number }) => one.distance_km)
    expect(distances[0]).toBeCloseTo(0.74, 2)
    expect(distances[1]).toBeGreaterThan(118)
    expect(distances[1]).toBeLessThan(122)
  })

  it('no event has one otherwise', async () => {
    expect((await anyone.get('events/')).body.results[0]).not.toHaveProperty('distance_km')
  })
})

describe('a cursor', () => {
  it.each([
    'events/?near=48.4,10.0&ordering=distance',
    'events/?search=cup&ordering=relevance',
    'search/?q=cup',
    'search/?q=cup&ordering=title',
    'events/?upcoming=true',
  ])('leads through %s', async (path) => {
    const all = titles(await anyone.get(path))
    const found: string[] = []
    let next: string | null = `${platform.url}/api/v1/${path}&page_size=1&cursor=`
    while (next) {
      const { pathname, search }: URL = new URL(next)
      const answer = await anyone.get(pathname.replace('/api/v1/', '') + search)
      expect(answer.status).toBe(200)
      found.push(...titles(answer))
      next = answer.body.next
    }
    expect(found).toEqual(all)
  })
})

describe('GET search/', () => {
  it('anyone: 200, a page with the words marked and with counts', async () => {
    const { status, body } = await anyone.get('search/?q=cup&country=DE&ordering=title')

    expect(status).toBe(200)
    const month = inDays(30).slice(0, 7)
    expect(body).toEqual({
      count: 2,
      next: null,
      previous: null,
      results: [
        expect.objectContaining({
          id: ids.Munich,
          highlight: { title: 'Munich <mark>Cup</mark>', description: expect.any(String) },
        }),
        expect.objectContaining({ id: ids.Ulm }),
      ],
      facets: {
        status: { published: 2 },
        month: { [month]: 2 },
        country: { DE: 2 },
        program: { FRC: 1, FTC: 1 },
      },
    })
  })

  it('without words: every event, the newest first', async () => {
    const { body } = await anyone.get('search/?q=')

    expect(body.count).toBe(season.length)
    expect(body.results[0].id).toBe(ids.Full)
    expect(body.results[0].highlight.title).toBe('Full Cup')
  })

  it('counts all found events, not those of the page', async () => {
    const { body } = await anyone.get('search/?q=cup&page_size=1')

    expect(body.results).toHaveLength(1)
    expect(body.facets.status).toEqual({ published: season.length })
  })

  it('shows a draft to its owner and to staff, in results and in counts', async () => {
    const { id, app } = await signedInApp(platform)
    const staff = await signedInApp(platform, 'staff')
    await createEvent(platform.payload, {
      title: 'Hidden Xylophone',
      status: 'draft',
      createdBy: id,
    })
    const seen = await Promise.all(
      [anyone, app, staff.app].map(async (client) => {
        const { body } = await client.get('search/?q=xylophone')
        return [body.count, body.facets.status.draft]
      }),
    )
    expect(seen).toEqual([
      [0, undefined],
      [1, 1],
      [1, 1],
    ])
  })

  it('forgets a changed title and a removed tag', async () => {
    const { rest, app } = await newCaller(platform, 'staff')
    const { id } = await createEvent(platform.payload, { title: 'Oboe', tags: ['woodwind'] })
    const counts = async () =>
      Promise.all(
        ['oboe', 'bassoon', 'woodwind'].map(
          async (word) => (await anyone.get(`search/?q=${word}`)).body.count as number,
        ),
      )
    expect(await counts()).toEqual([1, 0, 1])
    await rest.patch(`/api/events/${id}`, { title: 'Bassoon', tags: [] })
    expect(await counts()).toEqual([0, 1, 0])
    await app.delete(`events/${id}/`)
    expect(await counts()).toEqual([0, 0, 0])
  })

  it('sees at once that the last seat is taken', async () => {
    const { id } = await createEvent(platform.payload, { title: 'Rush Hour', maxParticipants: 1 })
    const found = async () => (await anyone.get('events/?search=rush&has_seats=true')).body.count
    expect(await found()).toBe(1)
    const { app } = await signedInApp(platform)
    await app.post(`events/${id}/register/`, {})
    expect(await found()).toBe(0)
  })
})

describe('the fields', () => {
  it.each([
    [{ country: 'XX' }, 'country'],
    [{ country: 'Germany' }, 'country'],
    [{ program: 'x'.repeat(21) }, 'program'],
    [{ tags: Array.from({ length: 21 }, (_, i) => `t${i}`) }, 'tags'],
    [{ tags: ['x'.repeat(51)] }, 'tags'],
  ])('%j is refused', async (data, path) => {
    const { rest } = await newCaller(platform, 'staff')
    const { status, body } = await rest.patch(`/api/events/${ids.Ulm}`, data)

    expect([status, body.errors[0].data.errors[0].path.split('.')[0]]).toEqual([400, path])
  })
})
