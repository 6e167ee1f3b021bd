import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'

import { planEvents } from '../../src/features/imports/events/planEvents.ts'
import { saveEvents } from '../../src/features/imports/events/saveEvents.ts'
import type { Event } from '../../src/payload-types.ts'
import { createEvent, eventData, inDays } from '../factories/events.ts'
import { createImage } from '../factories/media.ts'
import { type Caller, newCaller } from '../support/callers.ts'
import { expectDone } from '../support/client.ts'
import { eventsPublishedBy, typesOf } from '../support/publishedEvents.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

let platform: TestPlatform
let owner: Caller

beforeAll(async () => {
  platform = await startTestPlatform()
  owner = await newCaller(platform)
})
afterAll(() => platform.stop())

const told = (act: () => Promise<unknown>) => eventsPublishedBy(platform.payload, act)

const newEvent = (details: Partial<Event> = {}) =>
  createEvent(platform.payload, { createdBy: owner.id, ...details })

/** The fields that all surfaces can write. */
type Data = Partial<Pick<Event, 'title' | 'status' | 'maxParticipants' | 'location'>>

const inV1 = ({ maxParticipants, ...data }: Data) => ({
  ...data,
  ...(maxParticipants === undefined ? {} : { max_participants: maxParticipants }),
})
const whole = (data: Data) => {
  const { description, endDate, location, maxParticipants, startDate, status, title } = {
    ...eventData(),
    ...data,
  }
  const dates = { start_date: startDate, end_date: endDate }
  return { title, description, location, max_participants: maxParticipants, status, ...dates }
}

interface Surface {
  create: (data: Data) => Promise<unknown>
  change: (id: number, data: Data) => Promise<unknown>
  remove: (id: number) => Promise<unknown>
}
const mutation = (text: string, variables: Record<string, unknown>) =>
  expectDone(owner.rest.graphql(text, variables))

const surfaces: Record<string, Surface> = {
  v1: {
    create: (data) => expectDone(owner.app.post('events/', whole(data))),
    change: (id, data) => expectDone(owner.app.patch(`events/${id}/`, inV1(data))),
    remove: (id) => expectDone(owner.app.delete(`events/${id}/`)),
  },
  "v1's older path": {
    create: (data) => expectDone(owner.app.post('/api/events/', whole(data))),
    change: (id, data) => expectDone(owner.app.patch(`/api/events/${id}/`, inV1(data))),
    remove: (id) => expectDone(owner.app.delete(`/api/events/${id}/`)),
  },
  REST: {
    create: (data) => expectDone(owner.rest.post('/api/events', eventData(data))),
    change: (id, data) => expectDone(owner.rest.patch(`/api/events/${id}`, data)),
    remove: (id) => expectDone(owner.rest.delete(`/api/events/${id}`)),
  },
  'REST, many at once': {
    create: (data) => expectDone(owner.rest.post('/api/events', eventData(data))),
    change: (id, data) => expectDone(owner.rest.patch(`/api/events?where[id][equals]=${id}`, data)),
    remove: (id) => expectDone(owner.rest.delete(`/api/events?where[id][equals]=${id}`)),
  },
  'the panel': {
    create: (data) => expectDone(owner.panel.post('/api/events', eventData(data))),
    change: (id, data) => expectDone(owner.panel.patch(`/api/events/${id}`, data)),
    remove: (id) => expectDone(owner.panel.delete(`/api/events/${id}`)),
  },
  GraphQL: {
    create: (data) =>
      mutation('mutation ($data: mutationEventInput!) { createEvent(data: $data) { id } }', {
        data: eventData(data),
      }),
    change: (id, data) =>
      mutation(
        `mutation ($id: Int!, $data: mutationEventUpdateInput!) {
           updateEvent(id: $id, data: $data) { id } }`,
        { id, data },
      ),
    remove: (id) => mutation('mutation ($id: Int!) { deleteEvent(id: $id) { id } }', { id }),
  },
}

const nothing = { eventId: expect.any(Number), changes: {} }

describe.each(Object.entries(surfaces))('through %s', (_name, { change, create, remove }) => {
  it('a draft is told as created', async () => {
    expect(await told(() => create({ status: 'draft' }))).toEqual([
      { type: 'event.created', data: nothing },
    ])
  })

  it('what is public from the start is told as published, and as nothing else', async () => {
    expect(await told(() => create({ status: 'published' }))).toEqual([
      { type: 'event.published', data: nothing },
    ])
  })

  it('a change is told with what it was and is', async () => {
    const { id } = await newEvent({ title: 'Bolt Bowl', maxParticipants: 10 })

    expect(await told(() => change(id, { title: 'Nut Cup', maxParticipants: 12 }))).toEqual([
      {
        type: 'event.changed',
        data: {
          eventId: id,
          changes: {
            title: { from: 'Bolt Bowl', to: 'Nut Cup' },
            maxParticipants: { from: 10, to: 12 },
          },
        },
      },
    ])
  })

  it.each([
    ['draft', 'published', 'event.published'],
    ['published', 'draft', 'event.unpublished'],
    ['published', 'cancelled', 'event.cancelled'],
  ] as const)('from %s to %s is told as one %s, whatever else changes', async (from, to, type) => {
    const { id, title } = await newEvent({ status: from })

    expect(await told(() => change(id, { status: to, title: 'Nut Cup' }))).toEqual([
      {
        type,
        data: {
          eventId: id,
          changes: { status: { from, to }, title: { from: title, to: 'Nut Cup' } },
        },
      },
    ])
  })

  it('a change of nothing tells nothing', async () => {
    const { id, location, maxParticipants, status, title } = await newEvent()

    expect(await told(() => change(id, { location, maxParticipants, status, title }))).toEqual([])
  })

  it('a deletion is told with what it was', async () => {
    const { id } = await newEvent({ status: 'draft' })

    expect(await told(() => remove(id))).toEqual([
      {
        type: 'event.deleted',
        data: { eventId: id, was: 'draft', event: expect.objectContaining({ location: 'Ulm' }) },
      },
    ])
  })

  it('a cancelled event is told once, and once each registration that ends with it', async () => {
    const { id } = await newEvent({ maxParticipants: 1, waitlistEnabled: true })
    const people = [await newCaller(platform), await newCaller(platform)]
    for (const { app } of people) await expectDone(app.post(`events/${id}/register/`))

    const [event, ...registrations] = await told(() => change(id, { status: 'cancelled' }))

    expect(event!.type).toBe('event.cancelled')
    expect(typesOf(registrations)).toEqual(people.map(() => 'registration.cancelled'))
    expect(registrations.map(({ data }) => data)).toMatchObject([
      { userId: people[0]!.id, was: 'confirmed', cause: 'event_cancelled' },
      { userId: people[1]!.id, was: 'waitlisted', cause: 'event_cancelled' },
    ])
  })
})

describe('also', () => {
  it('a PUT of v1 is told as what it changes', async () => {
    const event = await newEvent()
    const { endDate, startDate } = event
    const same = { ...whole({}), start_date: startDate, end_date: endDate }
    const put = (more: object) => () =>
      expectDone(owner.app.put(`events/${event.id}/`, { ...same, ...more }))

    expect(await told(put({}))).toEqual([])
    expect(typesOf(await told(put({ location: 'Bonn' })))).toEqual(['event.changed'])
  })

  it('a copy is told as created', async () => {
    const { id } = await newEvent({ status: 'draft' })
    const copy = () => expectDone(owner.rest.post(`/api/events/${id}/duplicate`, {}))

    const [first, ...more] = await told(copy)

    expect([first!.type, more]).toEqual(['event.created', []])
    expect(first!.data.eventId).not.toBe(id)
  })

  it('a version that is brought back is told as a change', async () => {
    const { id, title } = await newEvent()
    await expectDone(owner.rest.patch(`/api/events/${id}`, { title: 'Nut Cup' }))
    const { body } = await owner.rest.get(
      `/api/events/versions?where[parent][equals]=${id}&sort=createdAt&depth=0`,
    )

    const restore = () => expectDone(owner.rest.post(`/api/events/versions/${body.docs[0].id}`))

    expect(await told(restore)).toEqual([
      {
        type: 'event.changed',
        data: { eventId: id, changes: { title: { from: 'Nut Cup', to: title } } },
      },
    ])
  })

  it('an image that is deleted is told as a change of its event', async () => {
    const { id: coverImage } = await createImage(platform.payload, owner.id)
    const { id } = await newEvent({ coverImage })

    const remove = () => expectDone(owner.rest.delete(`/api/media/${coverImage}`))

    const changes = { coverImage: { from: coverImage, to: null } }
    expect(await told(remove)).toEqual([{ type: 'event.changed', data: { eventId: id, changes } }])
  })

  it('long texts are told of without their content', async () => {
    const { id } = await newEvent()
    const change = () =>
      expectDone(owner.rest.patch(`/api/events/${id}`, { description: 'Longer' }))

    expect((await told(change))[0]!.data.changes).toEqual({ description: {} })
  })

  it('tags alone are told, in one record with what else changes, and not when they stay', async () => {
    const change = (data: Partial<Event>) =>
      told(() => platform.payload.update({ collection: 'events', id, data, overrideAccess: true }))
    let id = 0
    const created = await told(async () => {
      ;({ id } = await newEvent({ tags: ['camp'], location: 'Hall A' }))
    })
    expect(created).toEqual([{ type: 'event.published', data: nothing }])

    const tags = (from: string[], to: string[]) => ({ tags: { from, to } })
    const record = (changes: object) => [{ type: 'event.changed', data: { eventId: id, changes } }]
    expect(await change({ tags: ['camp', 'kids'] })).toEqual(
      record(tags(['camp'], ['camp', 'kids'])),
    )
    expect(await change({ tags: ['camp', 'kids'] })).toEqual([])
    expect(await change({ location: 'Hall B' })).toEqual(
      record({ location: { from: 'Hall A', to: 'Hall B' } }),
    )
    expect(await change({ location: 'Hall A', tags: [] })).toEqual(
      record({ location: { from: 'Hall B', to: 'Hall A' }, ...tags(['camp', 'kids'], []) }),
    )
    const deleted = await told(() =>
      platform.payload.delete({ collection: 'events', id, overrideAccess: true }),
    )
    expect(typesOf(deleted)).toEqual(['event.deleted'])
  })

  it('the import tells what is new, what it changes, and nothing the second time', async () => {
    const details = {
      externalSource: 'frc',
      program: 'FRC',
      externalId: '2018-ulm',
      title: 'Ulm Regional',
      description: 'In Ulm.',
      startDate: inDays(30),
      endDate: inDays(31),
      location: 'Ulm',
      timezone: 'Europe/Berlin',
    }
    const save = (changed: object) => async () => {
      const event = { place: 'event 1', details: { ...details, ...changed } }
      const watch = { begin: () => undefined, advance: () => undefined, end: () => undefined }
      const { plans } = await planEvents(platform.payload, { events: [event], cancelled: [] }, null)
      await saveEvents(platform.payload, plans, { owner: null, isPublished: true }, watch)
    }
    expect(typesOf(await told(save({})))).toEqual(['event.published'])
    expect(typesOf(await told(save({ title: 'Ulm' })))).toEqual(['event.changed'])
    expect(await told(save({ title: 'Ulm' }))).toEqual([])
  })
})
