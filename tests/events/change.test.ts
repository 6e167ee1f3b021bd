import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'

import { signedInApp } from '../support/callers.ts'
import { appOf, type Client } from '../support/client.ts'
import {
  blank,
  expectInvalid,
  expectRefusal,
  forbidden,
  isNull,
  missing,
  notFound,
  unauthenticated,
} from '../support/expectations.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

type Caller = 'anyone' | 'stranger' | 'owner' | 'staff' | 'admin'

let platform: TestPlatform
let apps: Record<Caller, Client>
let ownerId: number

const written = {
  title: 'Bolt Bowl',
  description: 'Robots carry bolts.',
  start_date: '2031-01-01T10:00:00Z',
  end_date: '2031-01-02T10:00:00Z',
  location: 'Ulm',
  max_participants: 10,
}

let event: Record<string, unknown>
let path: string

beforeAll(async () => {
  platform = await startTestPlatform()
  const [stranger, owner, staff, admin] = [
    await signedInApp(platform),
    await signedInApp(platform),
    await signedInApp(platform, 'staff'),
    await signedInApp(platform, 'admin'),
  ]
  ownerId = owner.id
  apps = {
    anyone: appOf(platform.url),
    stranger: stranger.app,
    owner: owner.app,
    staff: staff.app,
    admin: admin.app,
  }
})

afterAll(() => platform.stop())

beforeEach(async () => {
  event = (await apps.owner.post('events/', { ...written, status: 'published' })).body
  path = `events/${String(event.id)}/`
})

const changing = { updated_at: expect.any(String) }

describe('GET events/{id}/', () => {
  it.each<Caller>(['anyone', 'stranger', 'owner', 'staff', 'admin'])(
    '%s: 200, the event',
    async (caller) => {
      const answer = await apps[caller].get(path)

      expect(answer.status).toBe(200)
      expect(answer.body).toEqual(event)
    },
  )

  it.each([
    '999999999',
    '0',
    '-1',
    '1.5',
    'abc',
    '1e3',
    '99999999999999999999',
    '%00',
    '%E0%A4%A',
    'constructor',
  ])('no event is called %s: 404', async (id) => {
    expectRefusal(await apps.anyone.get(`events/${id}/`), 404, notFound)
    expectRefusal(await apps.owner.patch(`events/${id}/`, {}), 404, notFound)
    expectRefusal(await apps.owner.delete(`events/${id}/`), 404, notFound)
  })
})

const who: [Caller, number][] = [
  ['anyone', 401],
  ['stranger', 403],
  ['owner', 200],
  ['staff', 200],
  ['admin', 200],
]
const refusals: Record<number, object> = { 401: unauthenticated, 403: forbidden }

describe('PUT events/{id}/', () => {
  const changed = {
    title: 'Bolt Bowl II',
    description: 'More bolts.',
    start_date: '2032-01-01T10:00:00Z',
    end_date: '2032-01-02T10:00:00Z',
    location: 'Oslo',
    max_participants: 20,
  }

  it.each(who)('%s: %d', async (caller, status) => {
    const answer = await apps[caller].put(path, changed)

    if (status === 200) {
      expect(answer.body).toEqual({ ...event, ...changed, seats_left: 20, ...changing })
      expect((await apps.anyone.get(path)).body).toEqual(answer.body)
    } else {
      expectRefusal(answer, status, refusals[status]!)
      expect((await apps.anyone.get(path)).body).toEqual(event)
    }
  })

  it('takes all required fields', async () => {
    const details = Object.fromEntries(Object.keys(written).map((field) => [field, missing]))

    expectInvalid(await apps.owner.put(path, {}), details)
    expectInvalid(await apps.owner.put(path, { ...written, location: undefined }), {
      location: missing,
    })
  })

  it('a status that is not sent stays', async () => {
    expect((await apps.owner.put(path, changed)).body.status).toBe('published')
    expect((await apps.owner.put(path, { ...changed, status: 'draft' })).body.status).toBe('draft')
  })
})

describe('PATCH events/{id}/', () => {
  it.each(who)('%s: %d', async (caller, status) => {
    const answer = await apps[caller].patch(path, { title: 'Patched' })

    if (status === 200) expect(answer.body).toEqual({ ...event, title: 'Patched', ...changing })
    else expectRefusal(answer, status, refusals[status]!)
  })

  it.each([
    ['title', 'New'],
    ['description', 'New'],
    ['start_date', '2031-01-01T11:00:00Z'],
    ['end_date', '2031-01-03T10:00:00Z'],
    ['location', 'New'],
    ['max_participants', 3],
    ['status', 'draft'],
  ])('takes %s alone', async (field, value) => {
    const answer = await apps.owner.patch(path, { [field]: value })

    expect(answer.status).toBe(200)
    expect(answer.body[field]).toBe(value)
    expect({ ...answer.body, [field]: event[field], seats_left: 10 }).toEqual({
      ...event,
      ...changing,
    })
  })

  it('takes nothing at all', async () => {
    expect((await apps.owner.patch(path, {})).body).toEqual({ ...event, ...changing })
  })

  it.each(['created_by', 'created_at', 'updated_at', 'is_upcoming', 'registered_count', 'id'])(
    '%s is ignored when sent',
    async (field) => {
      const { body } = await apps.admin.patch(path, { [field]: 1, title: 'Still mine' })

      expect(body).toEqual({ ...event, title: 'Still mine', ...changing })
      expect(body.created_by).toBe(ownerId)
    },
  )

  it.each([
    [{ title: '' }, { title: blank }],
    [{ title: null }, { title: isNull }],
    [{ max_participants: '3' }, { max_participants: ['A valid integer is required.'] }],
    [{ end_date: '2031-01-01T10:00:00Z' }, { end_date: ['End date must be after start date'] }],
    [{ start_date: '2031-01-02T10:00:00Z' }, { end_date: ['End date must be after start date'] }],
  ])('%j is 400', async (change, details) => {
    expectInvalid(await apps.owner.patch(path, change), details)
    expect((await apps.owner.get(path)).body).toEqual(event)
  })

  it('a capacity below what is taken is 400, under max_participants', async () => {
    for (const caller of ['stranger', 'staff'] as const) await apps[caller].post(`${path}register/`)

    expectInvalid(await apps.owner.patch(path, { max_participants: 1 }), {
      max_participants: [expect.stringContaining('2 seats are taken')],
    })
  })
})

describe('DELETE events/{id}/', () => {
  it.each(who)('%s: %d (204 when allowed)', async (caller, status) => {
    const answer = await apps[caller].delete(path)

    if (status === 200) {
      expect([answer.status, answer.body]).toEqual([204, ''])
      expectRefusal(await apps.owner.get(path), 404, notFound)
      expectRefusal(await apps.owner.delete(path), 404, notFound)
    } else {
      expectRefusal(answer, status, refusals[status]!)
      expect((await apps.owner.get(path)).status).toBe(200)
    }
  })

  it('409 while someone is registered', async () => {
    await apps.stranger.post(`${path}register/`)

    expectRefusal(await apps.owner.delete(path), 409, {
      detail: expect.stringContaining('This event has registrations'),
      code: 'event_has_registrations',
    })

    await apps.stranger.delete(`${path}register/`)
    expect((await apps.owner.delete(path)).status).toBe(204)
  })
})
