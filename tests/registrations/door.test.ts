import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'

import { listUrl } from '../../src/features/registrations/admin/doorQuery.ts'
import { createEvent, inDays } from '../factories/events.ts'
import { type Caller, newCaller } from '../support/callers.ts'
import type { ApiResponse } from '../support/client.ts'
import { poolOf } from '../support/pool.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

/** What the door depends on: the times of check-ins, ticket codes as people type them, and names. */
let platform: TestPlatform
let staff: Caller

beforeAll(async () => {
  platform = await startTestPlatform()
  staff = await newCaller(platform, 'staff')
})

afterAll(() => platform.stop())

async function guestOf(details: Parameters<typeof createEvent>[1] = {}) {
  const event = await createEvent(platform.payload, details)
  const guest = await newCaller(platform)
  const { body } = await guest.app.post(`events/${event.id}/register/`)
  const { id, ticket_code: code } = body.registration as { id: number; ticket_code: string }
  return { event, guest, id, code }
}

const stored = async (id: number) =>
  (await staff.panel.get(`/api/registrations/${id}?depth=0`)).body

const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString()

const checkIn = `mutation ($id: Int!, $at: String) {
  updateRegistration(id: $id, data: { checkedInAt: $at }) { id } }`
const surfaces: Record<string, (id: number, at: string) => Promise<ApiResponse>> = {
  REST: (id, checkedInAt) => staff.panel.patch(`/api/registrations/${id}`, { checkedInAt }),
  'a bulk change': (id, checkedInAt) =>
    staff.panel.patch(`/api/registrations?where[id][equals]=${id}`, { checkedInAt }),
  GraphQL: (id, at) => staff.panel.graphql(checkIn, { id, at }),
}

describe.each(Object.entries(surfaces))('the time of a check-in by %s', (_way, send) => {
  it.each([
    ['in 2099', '2099-01-01T10:00:00.000Z'],
    ['an hour ahead', inMinutes(60)],
    ['a year before the event', inDays(-335)],
    ['before the registration', inDays(-1)],
    ['in the year 1', '0001-01-01T10:00:00.000Z'],
    ['in the year 0', '0000-06-01T00:00:00Z'],
  ])('cannot be %s', async (_name, at) => {
    const { id } = await guestOf()

    const { body } = await send(id, at)

    expect(JSON.stringify(body.errors)).toMatch(/checkedInAt|check-in|Checked in/)
    expect((await stored(id)).checkedInAt).toBeNull()
  })

  it('is the server’s own when the device is a little ahead', async () => {
    const { id } = await guestOf()
    const before = Date.now()

    await send(id, inMinutes(4))

    const at = Date.parse((await stored(id)).checkedInAt)
    expect([at >= before, at <= Date.now()]).toEqual([true, true])
  })

  it('can be hours ago, as of a device that was offline', async () => {
    const { id } = await guestOf({ startDate: inDays(-1), endDate: inDays(1) })
    await poolOf(platform.payload).query(
      `UPDATE registrations SET registered_at = now() - interval '20 days' WHERE id = $1`,
      [id],
    )

    await send(id, inMinutes(-300))
    expect(Date.parse((await stored(id)).checkedInAt)).toBeLessThan(Date.now() - 299 * 60_000)
    await staff.panel.patch(`/api/registrations/${id}`, { checkedInAt: null })
    await send(id, inDays(-15))
    expect((await stored(id)).checkedInAt).toBeNull()
  })
})

describe('a ticket code', () => {
  const typed: [string, (code: string) => string][] = [
    ['as it is', (code) => code],
    ['in small letters', (code) => code.toLowerCase()],
    ['with spaces around it', (code) => `  ${code} `],
    ['in groups with spaces', (code) => code.replace(/(.{4})/g, '$1 ')],
    ['with hyphens', (code) => code.toLowerCase().replace(/(.{5})/g, '$1-')],
    [
      'with a no-break space and a line break',
      (code) => `\u00a0${code.slice(0, 9)}\r\n${code.slice(9)}`,
    ],
    [
      'in wide letters',
      (code) => code.replace(/./g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0)),
    ],
    ['with misread digits', (code) => code.replaceAll('0', 'o').replaceAll('1', 'l')],
  ]
  const graphql = `query ($where: Registration_where) { Registrations(where: $where) { docs { id } } }`
  const ways: Record<string, (code: string, event: number) => Promise<ApiResponse>> = {
    'equals over REST': (code) =>
      staff.panel.get(`/api/registrations?where[ticketCode][equals]=${encodeURIComponent(code)}`),
    'in over REST': (code) =>
      staff.panel.get(`/api/registrations?where[ticketCode][in]=X,${encodeURIComponent(code)}`),
    'like in a group': (code) =>
      staff.panel.get(
        `/api/registrations?where[or][0][and][0][ticketCode][like]=${encodeURIComponent(code)}`,
      ),
    GraphQL: async (code) => {
      const sent = await staff.panel.graphql(graphql, { where: { ticketCode: { equals: code } } })
      return { ...sent, body: sent.body.data.Registrations }
    },
    'the search of the door': (code, eventId) =>
      staff.panel.get(listUrl({ eventId, search: code.trim(), filter: 'all', limit: 50 })),
  }
  const cells = Object.keys(ways).flatMap((way) =>
    typed.map(([name, type]) => [way, name, type] as const),
  )

  it.each(cells)('is found by %s, typed %s', async (way, _name, type) => {
    const { code, event, id } = await guestOf()

    const { body } = await ways[way]!(type(code), event.id)

    expect(body.docs.map((doc: { id: number }) => doc.id)).toEqual([id])
  })

  it.each(['-', '- -', '…'])('%j finds nobody', async (search) => {
    await guestOf()
    const path = `/api/registrations?where[ticketCode][like]=${encodeURIComponent(search)}`

    expect((await staff.panel.get(path)).body.docs).toEqual([])
  })

  it('is counted, and changed in bulk, as it is found', async () => {
    const { code, id } = await guestOf()
    const where = `where[ticketCode][equals]=${code.toLowerCase()}`

    expect((await staff.panel.get(`/api/registrations/count?${where}`)).body.totalDocs).toBe(1)
    await staff.panel.patch(`/api/registrations?${where}`, { cancelReason: 'Found' })

    expect((await stored(id)).cancelReason).toBe('Found')
  })
})

describe('a name that its owner corrects', () => {
  const rename = `mutation ($id: Int!, $name: String) {
    updateUser(id: $id, data: { displayName: $name }) { id } }`
  const ways: Record<string, (guest: Caller, name: string) => Promise<unknown>> = {
    REST: ({ id, rest }, displayName) => rest.patch(`/api/users/${id}`, { displayName }),
    GraphQL: ({ id, rest }, name) => rest.graphql(rename, { id, name }),
    'the username': ({ id, rest }, username) => rest.patch(`/api/users/${id}`, { username }),
    'an import': ({ id }, name) =>
      poolOf(platform.payload).query('UPDATE users SET display_name = $1 WHERE id = $2', [
        name,
        id,
      ]),
  }

  it.each(Object.keys(ways))('by %s is the one that the door lists and finds', async (way) => {
    const { event, guest, id } = await guestOf()
    const name = `corrected-${id}`

    await ways[way]!(guest, name)

    const url = listUrl({ eventId: event.id, search: name, filter: 'all', limit: 50 })
    const { body } = await staff.panel.get(url)
    expect(body.docs).toMatchObject([{ id, attendeeName: name }])
  })

  it('is not undone by a change of the registration that began before', async () => {
    const { guest, id } = await guestOf()

    await Promise.all([
      guest.rest.patch(`/api/users/${guest.id}`, { displayName: 'New Name' }),
      ...Array.from({ length: 8 }, (_each, index) =>
        staff.panel.patch(`/api/registrations/${id}`, { cancelReason: `Note ${index}` }),
      ),
    ])

    expect((await stored(id)).attendeeName).toBe('New Name')
  })
})

describe('the owner of an event', () => {
  it('is changed by staff, and the new one runs the event at once', async () => {
    const { event, id } = await guestOf()
    const owner = await newCaller(platform)
    const at = new Date().toISOString()

    expect((await owner.rest.patch(`/api/events/${event.id}`, { title: 'Mine' })).status).toBe(403)
    const changed = await staff.panel.patch(`/api/events/${event.id}?depth=0`, {
      createdBy: owner.id,
    })

    expect(changed.body.doc.createdBy).toBe(owner.id)
    expect((await owner.rest.patch(`/api/events/${event.id}`, { title: 'Mine' })).status).toBe(200)
    expect((await owner.rest.patch(`/api/registrations/${id}`, { checkedInAt: at })).status).toBe(
      200,
    )
  })

  it('of a restored version is not brought back', async () => {
    const [first, second] = [await newCaller(platform), await newCaller(platform)]
    const { body } = await first.app.post('events/', {
      title: 'Owned',
      description: 'By one after the other.',
      start_date: inDays(3),
      end_date: inDays(4),
      location: 'Ulm',
      max_participants: 3,
    })
    await staff.panel.patch(`/api/events/${body.id}`, { createdBy: second.id })
    const path = `/api/events/versions?where[parent][equals]=${body.id}&sort=createdAt`
    const versions = (await staff.panel.get(path)).body.docs

    expect((await staff.panel.post(`/api/events/versions/${versions[0].id}`)).status).toBe(200)

    const event = (await staff.panel.get(`/api/events/${body.id}?depth=0`)).body
    expect(event.createdBy).toBe(second.id)
    expect((await second.app.get(`events/${body.id}/`)).status).toBe(200)
  })
})
