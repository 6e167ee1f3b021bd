import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'

import { locateEvents } from '../../src/features/gazetteer/jobs/locateEvents.ts'
import { eventData } from '../factories/events.ts'
import { type Caller, newCaller } from '../support/callers.ts'
import { expectDone } from '../support/client.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

let platform: TestPlatform
let owner: Caller

beforeAll(async () => {
  platform = await startTestPlatform()
  owner = await newCaller(platform)
})
afterAll(() => platform.stop())

const ulm = { latitude: 48.39841, longitude: 9.99155 }
const cologne = { latitude: 50.93333, longitude: 6.95 }
const typed = { latitude: 1.5, longitude: 2.5 }

const coordinatesOf = async (id: number) => {
  const event = await platform.payload.findByID({
    collection: 'events',
    id,
    depth: 0,
    overrideAccess: true,
  })
  return event.coordinates
}

const create = async (more: object) => {
  const { body } = await expectDone(owner.rest.post('/api/events', { ...eventData(), ...more }))
  return body.doc.id as number
}

const change = (id: number, data: object) => expectDone(owner.rest.patch(`/api/events/${id}`, data))

describe('an event without coordinates', () => {
  it('gets those of its city, over REST and over v1', async () => {
    const id = await create({ location: 'Sports Hall, Ulm', country: 'DE' })
    expect(await coordinatesOf(id)).toEqual({ ...ulm, source: 'found' })

    const { title, description, startDate, endDate, maxParticipants } = eventData()
    const { body } = await expectDone(
      owner.app.post('events/', {
        title,
        description,
        start_date: startDate,
        end_date: endDate,
        max_participants: maxParticipants,
        location: 'Halle 1, Köln, Germany',
      }),
    )
    expect(await coordinatesOf(body.id as number)).toEqual({ ...cologne, source: 'found' })
  })

  it('gets others when it moves, and none when it goes where no city is', async () => {
    const id = await create({ location: 'Ulm', country: 'DE' })
    await change(id, { location: 'Köln' })
    expect(await coordinatesOf(id)).toEqual({ ...cologne, source: 'found' })
    await change(id, { location: 'Online' })
    expect(await coordinatesOf(id)).toEqual({ latitude: null, longitude: null, source: null })
  })

  it('keeps those that were found when something else changes', async () => {
    const id = await create({ location: 'Ulm', country: 'DE' })
    await change(id, { title: 'Another title', coordinates: ulm })
    expect(await coordinatesOf(id)).toEqual({ ...ulm, source: 'found' })
  })
})

describe('an event with coordinates that somebody typed', () => {
  it('keeps them, also when it moves', async () => {
    const id = await create({ location: 'Ulm', country: 'DE', coordinates: typed })
    await change(id, { location: 'Köln' })
    expect(await coordinatesOf(id)).toEqual({ ...typed, source: 'typed' })
  })

  it('has them from the change that set them', async () => {
    const id = await create({ location: 'Ulm', country: 'DE' })
    await change(id, { coordinates: typed })
    expect(await coordinatesOf(id)).toEqual({ ...typed, source: 'typed' })
  })

  it('has those of its city again when they are emptied', async () => {
    const id = await create({ location: 'Ulm', country: 'DE', coordinates: typed })
    await change(id, { coordinates: { latitude: null, longitude: null } })
    expect(await coordinatesOf(id)).toEqual({ ...ulm, source: 'found' })
  })

  it('cannot say that they were imported', async () => {
    const id = await create({ location: 'Ulm', coordinates: { ...typed, source: 'imported' } })
    expect(await coordinatesOf(id)).toEqual({ ...typed, source: 'typed' })
  })
})

describe('events from before', () => {
  it('get their coordinates once, by a job', async () => {
    const ids = [
      await create({ location: 'Ulm', country: 'DE' }),
      await create({ location: 'Online' }),
      await create({ location: 'Ulm', coordinates: typed }),
    ]
    const { pool } = platform.payload.db as unknown as {
      pool: { query: (text: string, values?: unknown[]) => Promise<{ rows: { count: number }[] }> }
    }
    await pool.query(
      `UPDATE events SET coordinates_latitude = NULL, coordinates_longitude = NULL, coordinates_source = NULL
       WHERE id = $1`,
      [ids[0]],
    )
    await pool.query('INSERT INTO events_to_locate SELECT unnest($1::int[])', [ids])

    expect(await locateEvents(platform.payload, new Date())).toBe('Found the place of 1 event')
    expect(await locateEvents(platform.payload, new Date())).toBe('No events to locate')

    expect(await coordinatesOf(ids[0]!)).toEqual({ ...ulm, source: 'found' })
    expect(await coordinatesOf(ids[2]!)).toEqual({ ...typed, source: 'typed' })
  })
})
