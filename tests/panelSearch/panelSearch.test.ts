import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'

import { createEvent } from '../factories/events.ts'
import { type Caller, newCaller } from '../support/callers.ts'
import { clientOf } from '../support/client.ts'
import { signedInUser } from '../factories/users.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

let platform: TestPlatform
let staff: ReturnType<typeof clientOf>
let owner: Caller

beforeAll(async () => {
  platform = await startTestPlatform()
  const { token } = await signedInUser(platform.payload, 'staff')
  staff = clientOf(platform.url, token)
  owner = await newCaller(platform)
  const details = { location: 'São Paulo', description: 'With a soldering corner.' }
  await createEvent(platform.payload, { title: 'Robótica para crianças', ...details })
  await createEvent(platform.payload, { title: 'Secret robotica draft', status: 'draft' })
  await createEvent(platform.payload, {
    title: 'Own robotica',
    status: 'draft',
    createdBy: owner.id,
  })
  await createEvent(platform.payload, {
    title: 'Numbered',
    externalSource: 'x',
    externalId: 'ZZ-99',
  })
})
afterAll(() => platform.stop())

/** The filter that the panel's list makes of its search. */
const listSearch = (text: string, more: Record<string, string> = {}) =>
  new URLSearchParams({
    ...Object.fromEntries(
      ['title', 'location', 'externalId'].map((field, index) => [
        `where[or][${index}][${field}][like]`,
        text,
      ]),
    ),
    sort: 'title',
    depth: '0',
    ...more,
  })

const titles = async (client: ReturnType<typeof clientOf>, text: string) => {
  const { body, status } = await client.get(`/api/events?${listSearch(text)}`)
  expect(status).toBe(200)
  return (body.docs as { title: string }[]).map(({ title }) => title)
}

describe("the search of the panel's list", () => {
  it.each([
    ['robotica', ['Own robotica', 'Robótica para crianças', 'Secret robotica draft']],
    ['sao paulo', ['Robótica para crianças']],
    ['soldering', ['Robótica para crianças']],
    ['zz-99', ['Numbered']],
    ['nothing at all like this', []],
    ['!!!', []],
  ])('finds %j for staff', async (text, found) => {
    expect(await titles(staff, text)).toEqual(found)
  })

  it('finds no drafts of others', async () => {
    expect(await titles(owner.rest, 'robotica')).toEqual(['Own robotica', 'Robótica para crianças'])
    expect(await titles(clientOf(platform.url), 'robotica')).toEqual(['Robótica para crianças'])
  })

  it('is one of several conditions, and counts the same', async () => {
    const query = listSearch('robotica', { 'where[and][0][status][equals]': 'draft' })
    expect((await staff.get(`/api/events?${query}`)).body.totalDocs).toBe(2)
    expect((await staff.get(`/api/events/count?${query}`)).body.totalDocs).toBe(2)
  })

  it('leaves other conditions as they are', async () => {
    const { body } = await staff.get('/api/events?where[title][like]=soldering&depth=0')
    expect(body.docs).toEqual([])
  })
})

describe('the search of the whole panel', () => {
  it.each([
    ['an anonymous caller', () => clientOf(platform.url), 401],
    ['an attendee', () => owner.rest, 403],
    ['staff', () => staff, 200],
  ])('answers %s', async (_who, client, status) => {
    expect((await client().get('/api/panel/search?q=robotica')).status).toBe(status)
  })

  it('finds events, people and registrations', async () => {
    const { user } = await signedInUser(platform.payload, 'attendee', {
      username: 'ada-lovelace',
      displayName: 'Ada Lovelace',
    })
    const event = await createEvent(platform.payload, { title: 'Analytical engines' })
    await platform.payload.create({
      collection: 'registrations',
      data: { event: event.id, user: user.id, seats: 1 } as never,
      overrideAccess: true,
    })

    const people = await staff.get('/api/panel/search?q=Lovelace')
    expect(people.body).toEqual({
      events: [],
      people: [
        { url: `/admin/collections/users/${user.id}`, title: 'Ada Lovelace', detail: user.email },
      ],
      registrations: [
        {
          url: expect.stringMatching(/^\/admin\/collections\/registrations\/\d+$/),
          title: 'Ada Lovelace',
          detail: 'Analytical engines · confirmed',
        },
      ],
    })
    const { body } = await staff.get('/api/panel/search?q=analitical')
    expect(body.events).toEqual([])
    const found = await staff.get('/api/panel/search?q=analyt')
    expect(found.body.events).toMatchObject([
      { url: `/admin/collections/events/${event.id}`, title: 'Analytical engines' },
    ])
  })

  it('finds nothing for nothing', async () => {
    const nothing = { events: [], people: [], registrations: [] }
    expect((await staff.get('/api/panel/search')).body).toEqual(nothing)
    expect((await staff.get(`/api/panel/search?q=${'%20'.repeat(5)}`)).body).toEqual(nothing)
    expect((await staff.get(`/api/panel/search?q=${'x'.repeat(1000)}`)).status).toBe(200)
  })
})
