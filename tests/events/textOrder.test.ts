import { afterAll, beforeAll, expect, it } from '@jest/globals'

import { createEvent } from '../factories/events.ts'
import { newCaller, type Caller } from '../support/callers.ts'
import { poolOf } from '../support/pool.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

let platform: TestPlatform
let admin: Caller

const titles = [
  '9 bots',
  '10 bots',
  '100 bots',
  'Ábaco',
  'abacus',
  'alpha',
  'Alpha',
  'álpha',
  'Beta',
  'beta 2',
  'Beta 10',
  'Émile',
  'Emma',
  'Straße',
  'Strasse 2',
  'Zeta',
  'zoo',
  'Łódź',
  'Öl',
  'ol',
  '机器人',
  'Робот',
  '#1',
  ' lead',
]
const collator = new Intl.Collator('und', { numeric: true })

beforeAll(async () => {
  platform = await startTestPlatform({ RATE_LIMITS: 'off' })
  admin = await newCaller(platform, 'admin')
  for (const title of titles) await createEvent(platform.payload, { title })
}, 60_000)

afterAll(() => platform.stop())

const titlesOf = (docs: { title: string }[]) => docs.map(({ title }) => title)
const sorted = () => [...titles].sort(collator.compare)

it('orders titles by the Unicode collation on every surface, and exactly reversed', async () => {
  const forth = {
    rest: titlesOf((await admin.rest.get('/api/events?sort=title&limit=100')).body.docs),
    v1: titlesOf((await admin.app.get('events/?ordering=title&page_size=100')).body.results),
    graphql: titlesOf(
      (await admin.rest.graphql('{ Events(sort: "title", limit: 100) { docs { title } } }')).body
        .data.Events.docs,
    ),
  }
  const back = {
    rest: titlesOf((await admin.rest.get('/api/events?sort=-title&limit=100')).body.docs),
    v1: titlesOf((await admin.app.get('events/?ordering=-title&page_size=100')).body.results),
  }

  expect(forth.rest).toEqual(sorted())
  expect(forth.v1).toEqual(sorted())
  expect(forth.graphql).toEqual(sorted())
  expect(back.rest).toEqual(sorted().reverse())
  expect(back.v1).toEqual(sorted().reverse())
  expect(sorted().slice(0, 4)).not.toContain('Zeta')
})

it.each(['title', '-title'])('pages by cursor in that order: %s', async (ordering) => {
  const found: string[] = []
  let next: string | null =
    `${platform.url}/api/v1/events/?ordering=${ordering}&page_size=5&cursor=`
  while (next) {
    const { pathname, search }: URL = new URL(next)
    const { body } = await admin.app.get(pathname + search)
    found.push(...titlesOf(body.results))
    next = body.next
  }
  expect(found).toEqual(ordering === 'title' ? sorted() : sorted().reverse())
})

it('uses the index of the order', async () => {
  const client = await poolOf(platform.payload).connect()
  await client.query('SET enable_sort = off')
  const { rows } = await client.query(
    'EXPLAIN SELECT id FROM events ORDER BY title DESC, id DESC LIMIT 20',
  )
  await client.query('RESET enable_sort')
  client.release()
  expect(JSON.stringify(rows)).toContain('events_by_title')
})

it('orders names of people alike', async () => {
  for (const [index, displayName] of ['zed', 'Ábel', 'Team 10', 'Team 9', 'abel'].entries()) {
    await platform.payload.create({
      collection: 'users',
      data: {
        username: `orderly${index}`,
        email: `o${index}@example.com`,
        displayName,
        password: 'a Robot that 3ats bolts',
        role: 'attendee',
        timezone: 'UTC',
      },
      overrideAccess: true,
    })
  }
  const { body } = await admin.rest.get('/api/users?where[username][like]=orderly&sort=displayName')

  expect(body.docs.map(({ displayName }: { displayName: string }) => displayName)).toEqual([
    'abel',
    'Ábel',
    'Team 9',
    'Team 10',
    'zed',
  ])
})
