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

    expect(JSON.stringify(body.errors)).toMatch(/checkedInAt|check-in/)
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
