import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'

import { poolOf as connectionOf } from '../../src/database/connection.ts'
import { writeChanges } from '../../src/features/search/engine/indexAdmin.ts'
import { fedIndexes } from '../../src/features/search/queries/indexes.ts'
import { reindex } from '../../src/features/search/reindex.ts'
import { servicesOf } from '../../src/shared/services.ts'
import type { Event } from '../../src/payload-types.ts'
import { createEvent, eventData, inDays } from '../factories/events.ts'
import { newCaller, signedInApp } from '../support/callers.ts'
import { appOf, type Client } from '../support/client.ts'
import { eventually } from '../support/eventually.ts'
import {
  answeredByEngine,
  startIndexedPlatform,
  untilIndexed,
} from '../support/openSearch/indexedPlatform.ts'
import { describeWithOpenSearch } from '../support/openSearch/describeWithOpenSearch.ts'
import { type OpenSearchNode, startOpenSearch } from '../support/openSearch/openSearchNode.ts'
import { poolOf } from '../support/pool.ts'
import { secret, type TestPlatform } from '../support/testPlatform.ts'

const programs = ['FRC', 'FTC', 'frc', undefined]
const countries = ['DE', 'FJ', undefined]

/** Events that differ in everything that a filter knows. */
const variety = (index: number): Partial<Event> => ({
  title: `${['Bolt', 'Gear', 'Servo'][index % 3]} Cup ${index}`,
  description: `Robots & <b>people</b> meet on field ${index}.${index % 4 === 0 ? ' A quasar shines.' : ''}`,
  startDate: inDays(index - 10),
  endDate: inDays(index - 9),
  location: index % 2 === 0 ? 'Ulm' : 'São Paulo',
  program: programs[index % 4],
  country: countries[index % 3],
  tags: index % 3 === 0 ? ['Indoor', `n${index}`] : [],
  maxParticipants: index % 5 === 0 ? 1 : 10,
  status: index % 7 === 0 ? 'cancelled' : 'published',
  ...(index % 2 === 0
    ? { coordinates: { latitude: 48.4 + index / 50, longitude: 9.99 - index / 70 } }
    : {}),
})

const queries = [
  'search/?q=cup',
  'search/?q=cup&page_size=7&page=2',
  'search/?q=cup&ordering=-start_date&page_size=5',
  'search/?q=cup&ordering=created_at&page_size=5&page=3',
  'search/?q=cup&ordering=title&page_size=9',
  'search/?q=cup&page_size=100&page=2',
  'search/?q=quasar&upcoming=true',
  'search/?q=quasar&upcoming=false',
  'search/?q=cup&has_seats=false',
  'search/?q=cup&has_seats=true&country=de',
  'search/?q=cup&near=48.4,10.0&within=60&ordering=distance',
  'search/?q=cup&near=48.4,9.99&within=0',
  'search/?q=cup&near=90,0',
  'search/?q=cup&tag=INDOOR',
  'search/?q=cup&tag=indoo',
  'search/?q=cup&program=frc',
  'search/?q=cup&status=cancelled',
  'search/?q=cup&status=draft',
  'search/?q=cup&status=nonsense',
  `search/?q=cup&start_date=${inDays(2)}&end_date=${inDays(12)}`,
  'search/?q=people+bolt+-quasar',
  'search/?q=%22robots+people%22',
  'search/?q=paulo',
  'search/?ordering=start_date',
  'search/?country=FJ',
  'events/?search=gear&ordering=start_date',
]

interface Page {
  count?: number
  results: { id: number; highlight?: object }[]
  facets?: Record<string, Record<string, number>>
}

describeWithOpenSearch('OpenSearch', () => {
  let node: OpenSearchNode
  let platform: TestPlatform
  let anyone: Client
  const events: Event[] = []

  beforeAll(async () => {
    node = await startOpenSearch()
    platform = await startIndexedPlatform(node.url)
    anyone = appOf(platform.url)
    for (let index = 0; index < 40; index += 1) {
      events.push(await createEvent(platform.payload, variety(index)))
    }
    const { app } = await signedInApp(platform)
    for (const { id } of events.filter((_, index) => index > 10 && index % 5 === 0)) {
      await app.post(`events/${id}/register/`, {})
    }
    await untilIndexed(platform)
    // A node that has just started takes longer for its first search than a search waits.
    await eventually(
      () => ask('search/?q=cup'),
      ({ byEngine }) => byEngine,
      20_000,
    )
  }, 120_000)
  afterAll(async () => {
    await platform?.stop()
    await node?.stop()
  })

  const engineOf = () => servicesOf(platform.payload).searchEngine!

  async function byDatabase<Result>(work: () => Promise<Result>): Promise<Result> {
    const services = servicesOf(platform.payload)
    const { searchEngine } = services
    services.searchEngine = undefined
    try {
      return await work()
    } finally {
      services.searchEngine = searchEngine
    }
  }

  /** The answer, and whether the engine gave it. */
  async function ask(route: string, client = anyone) {
    const before = answeredByEngine(platform)
    const { body, status } = await client.get(route)
    return { status, page: body as Page, byEngine: answeredByEngine(platform) > before }
  }

  const documents = async (): Promise<{ id: number; title: string }[]> => {
    const response = await fetch(
      `${node.url}/robo-events/_search?size=10000&seq_no_primary_term=true`,
    )
    const { hits } = (await response.json()) as {
      hits: { hits: { _source: { id: number; title: string } }[] }
    }
    return hits.hits.map(({ _source: { id, title } }) => ({ id, title }))
  }

  const publicEvents = async () => {
    const { rows } = await poolOf(platform.payload).query<{ id: number; title: string }>(
      "SELECT id, title FROM events WHERE status <> 'draft' ORDER BY id",
    )
    return rows
  }

  const sorted = (rows: { id: number; title: string }[]) => rows.sort((a, b) => a.id - b.id)

  const findsIn = async (title: string) =>
    ((await anyone.get(`search/?q=${title}`)).body as Page).results.map(({ id }) => id)

  describe('answers as PostgreSQL does', () => {
    it.each(queries)('%s', async (route) => {
      const found = await ask(route)
      const expected = await byDatabase(() => ask(route))

      expect(found.byEngine).toBe(expected.status === 200)
      expect(found.status).toBe(expected.status)
      const isRanked = route.includes('q=') && !route.includes('ordering')
      if (isRanked && expected.status === 200) {
        // Each of them has a measure of its own for how well an event matches.
        const byId = (page: Page) => ({
          ...page,
          next: undefined,
          previous: undefined,
          results: [...page.results].sort((a, b) => a.id - b.id),
        })
        const isWhole = found.page.count! <= found.page.results.length
        if (isWhole) expect(byId(found.page)).toEqual(byId(expected.page))
        else expect({ ...found.page, results: [] }).toEqual({ ...expected.page, results: [] })
      } else expect(found.page).toEqual(expected.page)
    })

    it.each(['relevance', '-start_date', 'title'])('cursors by %s', async (ordering) => {
      const walk = async () => {
        const ids: number[] = []
        let next: string | null = `/api/v1/search/?q=cup&page_size=7&cursor=&ordering=${ordering}`
        while (next) {
          const { body } = await anyone.get(next.replace(platform.url, ''))
          ids.push(...(body as Page).results.map(({ id }) => id))
          ;({ next } = body as { next: string | null })
        }
        return ids
      }
      const ids = await walk()
      expect(new Set(ids).size).toBe(40)
      expect(ids).toHaveLength(40)
      if (ordering !== 'relevance') expect(ids).toEqual(await byDatabase(walk))
    })

    it('goes on from a cursor that the other engine made', async () => {
      const first = await anyone.get('search/?q=cup&page_size=7&cursor=')
      const next = (first.body as { next: string }).next.replace(platform.url, '')
      const second = await byDatabase(() => anyone.get(next))
      expect(second.status).toBe(200)
      const after = await byDatabase(() => anyone.get('search/?q=cup&page_size=7&cursor='))
      const back = (after.body as { next: string }).next.replace(platform.url, '')
      const { page, status } = await ask(back)
      expect(status).toBe(200)
      expect(page.results.length).toBeGreaterThan(0)
    })

    it('escapes all but the marks', async () => {
      const { page } = await ask('search/?q=people')
      expect(page.results[0]!.highlight).toMatchObject({
        description: expect.stringContaining('Robots &amp; &lt;b&gt;<mark>people</mark>&lt;/b&gt;'),
      })
    })

    it('marks the word that was meant', async () => {
      const { page } = await ask('search/?q=servoo')
      expect(page.results[0]!.highlight).toMatchObject({
        title: expect.stringContaining('<mark>Servo</mark>'),
      })
    })
  })

  describe('access', () => {
    it('is decided by PostgreSQL: no draft is in the index', async () => {
      const owner = await newCaller(platform)
      const staff = await newCaller(platform, 'staff')
      const { id } = await createEvent(platform.payload, {
        title: 'Hushhush Cup',
        status: 'draft',
        createdBy: owner.id,
      })
      await untilIndexed(platform)

      expect((await documents()).map((one) => one.id)).not.toContain(id)
      for (const [client, wanted] of [
        [anyone, []],
        [owner.app, [id]],
        [staff.app, [id]],
      ] as const) {
        const { byEngine, page } = await ask('search/?q=hushhush', client)
        expect(page.results.map((one) => one.id)).toEqual(wanted)
        expect(byEngine).toBe(client === anyone)
      }
      await platform.payload.update({
        collection: 'events',
        id,
        data: { status: 'published' },
        overrideAccess: true,
      })
      await untilIndexed(platform)
      expect((await documents()).map((one) => one.id)).toContain(id)
      await platform.payload.update({
        collection: 'events',
        id,
        data: { status: 'draft' },
        overrideAccess: true,
      })
      await untilIndexed(platform)
      expect((await documents()).map((one) => one.id)).not.toContain(id)
    })

    it('never shows an event that the index has and the caller may not see', async () => {
      const { id } = await createEvent(platform.payload, { title: 'Vanishing Cup' })
      await untilIndexed(platform)
      // Without a record in the outbox, as if the index were behind without knowing it.
      const pool = poolOf(platform.payload)
      await pool.query('ALTER TABLE events DISABLE TRIGGER events_tell')
      await pool.query("UPDATE events SET status = 'draft' WHERE id = $1", [id])
      await pool.query('ALTER TABLE events ENABLE TRIGGER events_tell')

      const { byEngine, page } = await ask('search/?q=vanishing')
      expect(page).toMatchObject({ count: 0, results: [] })
      expect(byEngine).toBe(false)
      await platform.payload.delete({ collection: 'events', id, overrideAccess: true })
      await untilIndexed(platform)
    })
  })

  describe('the feed', () => {
    it('brings tags that alone have changed', async () => {
      const { id } = await createEvent(platform.payload, { title: 'Plain Cup' })
      await untilIndexed(platform)
      expect(await findsIn('zymurgy')).toEqual([])

      await platform.payload.update({
        collection: 'events',
        id,
        data: { tags: ['zymurgy'] },
        overrideAccess: true,
      })
      await untilIndexed(platform)
      expect((await ask('search/?q=zymurgy')).byEngine).toBe(true)
      expect(await findsIn('zymurgy')).toEqual([id])
    })

    it('shows a change at once: PostgreSQL answers until the engine has it', async () => {
      for (let round = 0; round < 5; round += 1) {
        const { id } = await createEvent(platform.payload, { title: `Instant${round} Cup` })
        expect(await findsIn(`instant${round}`)).toEqual([id])
      }
    })

    it('ignores messages that come late or again, also about a deleted event', async () => {
      const { id } = await createEvent(platform.payload, { title: 'Early Cup' })
      await untilIndexed(platform)
      const name = (await fedIndexes(connectionOf(platform.payload)))[0]!.name
      const old = await fetch(`${node.url}/${name}/_doc/${id}`)
      const { _version: version } = (await old.json()) as { _version: number }
      const late = {
        id,
        version: String(version - 1),
        document: { id, title: 'Too late', words: { title: 'late' } },
      }
      const client = await engineOf().client()
      await writeChanges(client, name, [late])
      await writeChanges(client, name, [late])
      expect(await documents()).toContainEqual({ id, title: 'Early Cup' })

      await platform.payload.delete({ collection: 'events', id, overrideAccess: true })
      await untilIndexed(platform)
      await writeChanges(client, name, [{ ...late, version: String(version) }])
      expect((await documents()).map((one) => one.id)).not.toContain(id)
    })

    it('has exactly the public events', async () => {
      await untilIndexed(platform)
      expect(sorted(await documents())).toEqual(await publicEvents())
    })
  })

  describe('when the engine is away', () => {
    const health = async () => {
      const { body, status } = await anyone.get('health/')
      return { status, search: (body as { search: string }).search }
    }

    it('says so, answers, and misses nothing afterwards', async () => {
      expect(await health()).toEqual({ status: 200, search: 'opensearch' })
      const failed: unknown[] = []
      let isOver = false
      let created = 0
      const staff = await newCaller(platform, 'staff')
      const write = async () => {
        while (!isOver) {
          created += 1
          const name = `Outage${created}`
          const title = `${name} Cup`
          const { body, status } = await staff.app.post('events/', {
            title,
            description: 'During the outage.',
            start_date: inDays(3),
            end_date: inDays(4),
            location: 'Ulm',
            max_participants: 5,
            status: 'published',
          })
          const found = await anyone.get(`search/?q=${name}`)
          const ids = (found.body as Page).results?.map(({ id }) => id)
          if (status !== 201 || found.status !== 200 || !ids.includes((body as Event).id)) {
            failed.push({ title, status, found: found.status, ids })
          }
          const other = await anyone.get('search/?q=cup&page_size=3')
          if (other.status !== 200) failed.push(other.status)
        }
      }
      const writing = Promise.all([write(), write()])
      const after = (count: number) =>
        eventually(
          () => Promise.resolve(created),
          (now) => now >= count,
          60_000,
        )
      await after(10)
      await node.kill()
      await after(created + 30)
      expect(await health()).toEqual({ status: 200, search: 'search engine unavailable' })
      await node.start()
      await after(created + 10)
      isOver = true
      await writing

      expect(failed).toEqual([])
      await untilIndexed(platform, 60_000)
      expect(sorted(await documents())).toEqual(await publicEvents())
      await eventually(health, ({ search }) => search === 'opensearch', 30_000)
      expect((await ask('search/?q=outage1')).byEngine).toBe(true)
    }, 180_000)

    it('does not ask a frozen one for some seconds, after it has not answered', async () => {
      await untilIndexed(platform, 60_000)
      node.freeze()
      try {
        for (let round = 0; round < 3; round += 1) {
          expect((await anyone.get('search/?q=cup')).status).toBe(200)
        }
        expect(engineOf().isUp).toBe(false)
        const answers = await Promise.all(
          Array.from({ length: 20 }, () => anyone.get('search/?q=bolt')),
        )
        expect(answers.every(({ status }) => status === 200)).toBe(true)
      } finally {
        node.thaw()
      }
      await eventually(
        () => ask('search/?q=cup'),
        ({ byEngine }) => byEngine,
        30_000,
      )
    }, 60_000)
  })

  describe('a reindex', () => {
    const noProgress = { begin: () => undefined, advance: () => undefined, end: () => undefined }

    const indexes = async () => {
      const response = await fetch(`${node.url}/_cat/indices/robo-events-*?format=json`)
      return ((await response.json()) as { index: string }[]).map(({ index }) => index)
    }

    /** So many that a reindex takes several batches. */
    const fillMany = (count: number) =>
      poolOf(platform.payload).query(
        `INSERT INTO events (title, description, start_date, end_date, location, timezone, max_participants, status)
         SELECT 'Mass ' || n, 'One of many.', now() + interval '1 day', now() + interval '2 days', 'Ulm',
           'Europe/Berlin', 10, 'published' FROM generate_series(1, $1::int) n`,
        [count],
      )

    it('replaces the index, with everything that is written meanwhile', async () => {
      await fillMany(2000)
      await untilIndexed(platform, 60_000)
      const before = await indexes()
      let hasEnded = false
      const failed: number[] = []
      const changing = (async () => {
        for (let round = 0; !hasEnded; round += 1) {
          const { id } = events[round % events.length]!
          await platform.payload.update({
            collection: 'events',
            id,
            data: eventData({ title: `Round ${round} Cup` }),
            overrideAccess: true,
          })
          const { status } = await anyone.get('search/?q=cup')
          if (status !== 200) failed.push(status)
        }
      })()
      // Two at once share the work.
      await Promise.all([
        reindex(platform.payload, noProgress),
        reindex(platform.payload, noProgress),
      ])
      hasEnded = true
      await changing

      await untilIndexed(platform, 60_000)
      expect(failed).toEqual([])
      expect(await indexes()).toHaveLength(1)
      expect(await indexes()).not.toEqual(before)
      expect(sorted(await documents())).toEqual(await publicEvents())
    }, 180_000)

    it('is continued after it was killed', async () => {
      await fillMany(3000)
      await untilIndexed(platform, 60_000)
      const before = await indexes()
      const run = () =>
        spawn('node', ['-C', 'production', path.resolve('.build/searchReindex.mjs')], {
          stdio: ['ignore', 'pipe', 'pipe'],
          env: {
            ...process.env,
            DATABASE_URL: platform.databaseUrl,
            DATA_DIR: platform.dataDir,
            PAYLOAD_SECRET: secret,
            SEARCH_URL: node.url,
          },
        })
      const first = run()
      const ended = once(first, 'exit')
      const filledTo = async () =>
        (await fedIndexes(connectionOf(platform.payload))).find(({ isLive }) => !isLive)
          ?.filledTo ?? 0
      await eventually(filledTo, (id) => id > 0, 60_000)
      first.kill('SIGKILL')
      await ended

      const second = run()
      let output = ''
      for (const stream of [second.stdout, second.stderr]) {
        stream.on('data', (data: Buffer) => (output += data.toString()))
      }
      const [code] = (await once(second, 'exit')) as [number]
      expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining('✓') })
      await untilIndexed(platform, 60_000)
      expect(await indexes()).toHaveLength(1)
      expect(await indexes()).not.toEqual(before)
      expect(sorted(await documents())).toEqual(await publicEvents())
    }, 180_000)

    it('follows by itself when the engine has lost its index', async () => {
      await fetch(`${node.url}/robo-events-*`, { method: 'DELETE' })
      expect((await ask('search/?q=cup')).page.count).toBeGreaterThan(0)
      // The next change finds out; otherwise the schedule does, within a minute.
      await createEvent(platform.payload, { title: 'Refound Cup' })
      await eventually(
        () => ask('search/?q=refound'),
        ({ byEngine }) => byEngine,
        60_000,
      )
      expect(sorted(await documents())).toEqual(await publicEvents())
    }, 120_000)
  })
})
