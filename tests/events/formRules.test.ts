import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { ClientField } from 'payload'

import { createEvent, eventData, inDays } from '../factories/events.ts'
import { type Caller, newCaller } from '../support/callers.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

/** The rules behind the panel's forms, through the requests that the forms send. */
let platform: TestPlatform
let staff: Caller
let guest: Caller

beforeAll(async () => {
  platform = await startTestPlatform()
  staff = await newCaller(platform, 'staff')
  guest = await newCaller(platform)
})
afterAll(() => platform.stop())

interface FieldError {
  path: string
  message: string
  label?: string
}

const errorsOf = (body: { errors?: { data?: { errors?: FieldError[] } }[] }): FieldError[] =>
  body.errors?.[0]?.data?.errors ?? []

const pathsOf = (body: object) => errorsOf(body).map(({ path }) => path)

describe('a copy of an event', () => {
  it('is a draft with a title of its own', async () => {
    const event = await createEvent(platform.payload, { title: 'Bolt Bowl' })

    const { doc } = (await staff.panel.post(`/api/events/${event.id}/duplicate`)).body
    expect(doc).toMatchObject({ title: 'Bolt Bowl (copy)', status: 'draft' })
  })

  it('of a cancelled event is a draft without the reason', async () => {
    const event = await createEvent(platform.payload)
    await staff.panel.patch(`/api/events/${event.id}`, {
      status: 'cancelled',
      cancellationReason: 'Flooded',
    })

    const { doc } = (await staff.panel.post(`/api/events/${event.id}/duplicate`)).body
    expect(doc).toMatchObject({ status: 'draft', cancellationReason: null })
  })

  it('takes the dates that the panel asks for, and keeps within the longest title', async () => {
    const event = await createEvent(platform.payload, { title: 'x'.repeat(200) })
    const dates = { startDate: '2031-05-03T08:00:00.000Z', endDate: '2031-05-03T16:00:00.000Z' }

    const { doc } = (await staff.panel.post(`/api/events/${event.id}/duplicate`, dates)).body
    expect(doc).toMatchObject(dates)
    expect(doc.title.endsWith(' (copy)')).toBe(true)
    expect([...doc.title].length).toBeLessThanOrEqual(200)
  })
})

describe('a new registration', () => {
  it('of staff needs a person: an empty field does not register themselves', async () => {
    const event = await createEvent(platform.payload)

    const { status, body } = await staff.panel.post('/api/registrations', {
      event: event.id,
      user: null,
    })
    expect(status).toBe(400)
    expect(errorsOf(body)).toMatchObject([{ path: 'user', message: 'Choose a person' }])
    expect((await staff.panel.get(`/api/events/${event.id}`)).body.registeredCount).toBe(0)
  })

  it('of an attendee is their own', async () => {
    const event = await createEvent(platform.payload)

    const { status } = await guest.panel.post('/api/registrations', { event: event.id, user: null })
    expect(status).toBe(201)
  })
})

describe('a save from a form that is out of date', () => {
  const opened = async () => {
    const event = await createEvent(platform.payload)
    return {
      event,
      save: (data: object, shown = event.updatedAt) =>
        staff.panel.patch(`/api/events/${event.id}?shown=${encodeURIComponent(shown)}`, data),
    }
  }

  it('is refused, and names who changed which fields', async () => {
    const { event, save } = await opened()
    const other = await newCaller(platform, 'staff')
    await other.panel.patch(`/api/events/${event.id}`, { title: 'Theirs', location: 'Neu-Ulm' })

    const { status, body } = await save({ title: 'Mine' })
    expect(status).toBe(412)
    expect(body.errors[0].message).toContain(
      'has changed Title, Location, Coordinates since you opened the form',
    )
    expect((await staff.panel.get(`/api/events/${event.id}`)).body.title).toBe('Theirs')
  })

  it('is accepted when nothing changed, and when it shows the newest state', async () => {
    const { event, save } = await opened()
    const { status, body } = await save({ title: 'Mine' })
    expect(status).toBe(200)

    expect((await save({ title: 'Again' }, body.doc.updatedAt)).status).toBe(200)
    expect((await save({ title: 'Stale' })).status).toBe(412)
    expect((await staff.panel.get(`/api/events/${event.id}`)).body.title).toBe('Again')
  })

  it('loses against one of two at once', async () => {
    const { save } = await opened()
    const answers = await Promise.all([save({ title: 'One' }), save({ title: 'Two' })])

    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412])
  })
})

describe('a date', () => {
  it.each(['05/01/2027', '5.1.2027', '1 May 2027', 'nonsense', '2027-5-1', '2027/05/01'])(
    '%s is refused at its field',
    async (startDate) => {
      const { status, body } = await staff.panel.post('/api/events', { ...eventData(), startDate })
      expect(status).toBe(400)
      expect(pathsOf(body)).toContain('startDate')
    },
  )

  it.each(['2027-05-01', '2027-05-01T10:00:00Z', '2027-05-01T10:00:00.000+02:00'])(
    '%s is accepted',
    async (startDate) => {
      const details = { ...eventData(), startDate, endDate: '2027-06-01T10:00:00Z' }
      expect((await staff.panel.post('/api/events', details)).status).toBe(201)
    },
  )
})

describe('the settings of registration', () => {
  it.each<[string, object, string]>([
    ['that opens after the end', { registrationOpensAt: inDays(32) }, 'registrationOpensAt'],
    ['for groups above the capacity', { maxParticipants: 5, maxPartySize: 6 }, 'maxPartySize'],
  ])('%s are refused', async (_what, settings, path) => {
    const created = await staff.panel.post('/api/events', { ...eventData(), ...settings })
    expect([created.status, pathsOf(created.body)]).toEqual([400, [path]])

    const { id } = await createEvent(platform.payload)
    const changed = await staff.panel.patch(`/api/events/${id}`, settings)
    expect([changed.status, pathsOf(changed.body)]).toEqual([400, [path]])
  })

  it('accept a lower capacity alone, as v1 sends it', async () => {
    const { id } = await createEvent(platform.payload, { maxParticipants: 10, maxPartySize: 10 })
    expect((await staff.app.patch(`events/${id}/`, { max_participants: 3 })).status).toBe(200)
  })

  it('accept groups of the whole capacity, and registration until the end', async () => {
    const settings = { maxParticipants: 5, maxPartySize: 5, registrationClosesAt: inDays(31) }
    expect((await staff.panel.post('/api/events', { ...eventData(), ...settings })).status).toBe(
      201,
    )
  })
})

describe('the errors of a save', () => {
  it('are all there, with the labels of their fields', async () => {
    const { id } = await createEvent(platform.payload)
    await guest.panel.post(`/api/events/${id}/register`)
    await staff.panel.post('/api/registrations', { event: id, user: staff.id })

    const { body } = await staff.panel.patch(`/api/events/${id}`, {
      title: '',
      endDate: '2020-01-01T10:00:00Z',
      maxParticipants: 1,
      offerMinutes: 1,
    })
    expect(pathsOf(body).sort()).toEqual(['endDate', 'maxParticipants', 'offerMinutes', 'title'])
    expect(body.errors[0].message).toMatch(/Ends/)
    expect(body.errors[0].message).toMatch(/Capacity/)
    expect(body.errors[0].message).not.toMatch(/endDate|maxParticipants/)
  })

  it('of a version that cannot be restored say why', async () => {
    const { id } = await createEvent(platform.payload, { maxParticipants: 1 })
    await staff.panel.patch(`/api/events/${id}`, { maxParticipants: 5 })
    for (const { panel } of [guest, staff]) await panel.post(`/api/events/${id}/register`)
    const { docs } = (
      await staff.panel.get(`/api/events/versions?where[parent][equals]=${id}&sort=updatedAt`)
    ).body

    const { status, body } = await staff.panel.post(`/api/events/versions/${docs[0].id}`)
    expect(status).toBe(400)
    expect(errorsOf(body)).toMatchObject([
      { path: 'maxParticipants', message: expect.stringContaining('2 seats are taken') },
    ])
  })

  it.each<[string, string, (id: number) => object]>([
    ['registrations', 'State', () => ({ state: 'waitlisted' })],
    ['registrations', 'Checked in', () => ({ state: 'cancelled', checkedInAt: inDays(0) })],
  ])('of %s name %s', async (collection, label, data) => {
    const { id: event } = await createEvent(platform.payload)
    const { doc } = (await staff.panel.post('/api/registrations', { event, user: guest.id })).body

    const { body } = await staff.panel.patch(`/api/${collection}/${doc.id}`, data(doc.id))
    expect(body.errors[0].message).toContain(label)
  })
})

describe('bulk edit', () => {
  const readOnlyOf = (fields: ClientField[]): { name: string; isOffered: boolean }[] =>
    fields.flatMap((field) => [
      ...('name' in field && field.admin?.readOnly
        ? [{ name: field.name, isOffered: !field.admin.disableBulkEdit }]
        : []),
      ...('tabs' in field ? field.tabs.flatMap((tab) => readOnlyOf(tab.fields)) : []),
      ...('fields' in field ? readOnlyOf(field.fields) : []),
    ])

  it.each(['events', 'registrations', 'users'] as const)(
    'offers no read-only field of %s',
    (slug) => {
      const { fields } = platform.payload.collections[slug].config
      const readOnly = readOnlyOf(fields as ClientField[])

      expect(readOnly.length).toBeGreaterThan(0)
      expect(readOnly.filter(({ isOffered }) => isOffered)).toEqual([])
    },
  )
})

describe('an admin', () => {
  it.each<[string, (admin: Caller) => Promise<unknown>]>([
    ['a save', ({ panel, id }) => panel.patch(`/api/users/${id}`, { suspended: true })],
    [
      'a bulk change',
      ({ panel, id }) => panel.patch(`/api/users?where[id][equals]=${id}`, { suspended: true }),
    ],
    [
      'GraphQL',
      ({ rest, id }) =>
        rest.graphql(`mutation { updateUser(id: ${id}, data: { suspended: true }) { id } }`),
    ],
  ])('cannot suspend themselves by %s, but others', async (_way, suspend) => {
    const [one, other] = [await newCaller(platform, 'admin'), await newCaller(platform, 'admin')]
    await suspend(one)
    expect((await one.panel.get('/api/users/me')).body.user?.suspended).toBe(false)

    await other.panel.patch(`/api/users/${one.id}`, { suspended: true })
    expect((await one.panel.get('/api/users/me')).body.user).toBeFalsy()
  })
})
