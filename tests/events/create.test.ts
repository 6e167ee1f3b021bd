import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'

import { signedInApp } from '../support/callers.ts'
import { appOf, type Client } from '../support/client.ts'
import {
  blank,
  expectInvalid,
  expectRefusal,
  isNull,
  missing,
  unauthenticated,
} from '../support/expectations.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

let platform: TestPlatform
let owner: { id: number; app: Client }

beforeAll(async () => {
  platform = await startTestPlatform()
  owner = await signedInApp(platform)
})

afterAll(() => platform.stop())

const required = {
  title: 'Bolt Bowl',
  description: 'Robots carry bolts.',
  start_date: '2031-01-01T10:00:00Z',
  end_date: '2031-01-02T10:00:00Z',
  location: 'Ulm',
  max_participants: 10,
}

const create = (change: object = {}) => owner.app.post('events/', { ...required, ...change })

describe('POST events/', () => {
  it('signed in: 201, the event', async () => {
    const answer = await create({ status: 'published' })

    expect(answer.status).toBe(201)
    expect(answer.body).toEqual({
      ...required,
      id: expect.any(Number),
      status: 'published',
      is_upcoming: true,
      created_by: owner.id,
      series: null,
      registered_count: 0,
      seats_left: 10,
      waitlist_count: 0,
      timezone: 'UTC',
      created_at: expect.stringMatching(/Z$/),
      updated_at: expect.stringMatching(/Z$/),
    })
    expect((await owner.app.get(`events/${answer.body.id}/`)).body).toEqual(answer.body)
  })

  it('anyone else: 401', async () => {
    expectRefusal(await appOf(platform.url).post('events/', required), 401, unauthenticated)
  })

  it('the status is draft unless another is given', async () => {
    expect((await create()).body.status).toBe('draft')
  })

  it.each([['draft'], ['published'], ['cancelled']])('the status can be %s', async (status) => {
    expect((await create({ status })).body.status).toBe(status)
  })

  it.each([
    ['created_by', 1_000_000],
    ['created_at', '2001-01-01T00:00:00Z'],
    ['updated_at', '2001-01-01T00:00:00Z'],
    ['is_upcoming', false],
    ['id', 4_000_000],
    ['registered_count', 9],
    ['seats_left', 9],
    ['waitlist_count', 9],
    ['timezone', 'Europe/Berlin'],
    ['externalId', 'x'],
    ['waitlistEnabled', true],
    ['no_such_field', { any: 'thing' }],
  ])('%s is ignored when sent', async (field, value) => {
    const { body: without } = await create()
    const { status, body } = await create({ [field]: value })

    expect(status).toBe(201)
    const changing = { id: 0, created_at: '', updated_at: '' }
    expect({ ...body, ...changing }).toEqual({ ...without, ...changing })
    expect(body.id).not.toBe(4_000_000)
    expect(body.created_at.slice(0, 4)).not.toBe('2001')
    expect(body.updated_at.slice(0, 4)).not.toBe('2001')
  })

  it('an event may lie in the past', async () => {
    const answer = await create({
      start_date: '2001-01-01T10:00:00Z',
      end_date: '2001-01-02T10:00:00Z',
    })

    expect(answer.status).toBe(201)
    expect(answer.body.is_upcoming).toBe(false)
  })

  it('times are answered in UTC, whatever zone they were sent in', async () => {
    const { body } = await create({
      start_date: '2031-01-01T10:00:00+02:00',
      end_date: '2031-01-02 10:00',
    })

    expect(body.start_date).toBe('2031-01-01T08:00:00Z')
    expect(body.end_date).toBe('2031-01-02T10:00:00Z')
  })

  it('white space around texts is cut off', async () => {
    expect((await create({ title: '  Bolt Bowl \n' })).body.title).toBe('Bolt Bowl')
  })

  it('texts keep what other writings need', async () => {
    const title = 'Ünïcødé 机器人 🤖 <b>&amp;</b> \'";--'
    expect((await create({ title })).body.title).toBe(title)
  })
})

describe('what makes it 400', () => {
  it('nothing at all: every required field', async () => {
    const details = Object.fromEntries(Object.keys(required).map((field) => [field, missing]))

    expectInvalid(await owner.app.post('events/', {}), details)
    expectInvalid(await owner.app.post('events/'), details)
  })

  it.each(Object.keys(required))('%s missing', async (field) => {
    expectInvalid(await create({ [field]: undefined }), { [field]: missing })
  })

  it.each([...Object.keys(required), 'status'])('%s null', async (field) => {
    expectInvalid(await create({ [field]: null }), { [field]: isNull })
  })

  it.each(['title', 'description', 'location'])('%s blank', async (field) => {
    expectInvalid(await create({ [field]: '' }), { [field]: blank })
    expectInvalid(await create({ [field]: ' \t\n' }), { [field]: blank })
  })

  it.each([
    ['title', 200],
    ['description', 200_000],
    ['location', 255],
  ])('%s longer than %d', async (field, maximum) => {
    expect((await create({ [field]: 'x'.repeat(maximum) })).status).toBe(201)
    expectInvalid(await create({ [field]: 'x'.repeat(maximum + 1) }), {
      [field]: [`Ensure this field has no more than ${maximum} characters.`],
    })
  })

  it.each([
    ['title', 7, 'Not a valid string.'],
    ['title', ['a'], 'Not a valid string.'],
    ['description', { a: 1 }, 'Not a valid string.'],
    ['location', true, 'Not a valid string.'],
    ['title', 'a\0b', 'Null characters are not allowed.'],
    ['start_date', 1_700_000_000, 'Not a valid string.'],
    ['start_date', 'tomorrow', expect.stringContaining('Datetime has wrong format.')],
    ['start_date', '', expect.stringContaining('Datetime has wrong format.')],
    ['start_date', '2031-02-30T00:00:00Z', expect.stringContaining('Datetime has wrong format.')],
    ['end_date', '2031-01-02T25:00:00Z', expect.stringContaining('Datetime has wrong format.')],
    ['end_date', '9999-12-31T23:00:00-05:00', expect.stringContaining('Datetime has wrong')],
    ['max_participants', '10', 'A valid integer is required.'],
    ['max_participants', 1.5, 'A valid integer is required.'],
    ['max_participants', true, 'A valid integer is required.'],
    ['max_participants', 0, 'Ensure this value is greater than or equal to 1.'],
    ['max_participants', -5, 'Ensure this value is greater than or equal to 1.'],
    ['max_participants', 2_147_483_648, 'Ensure this value is less than or equal to 2147483647.'],
    ['status', 'postponed', '"postponed" is not a valid choice.'],
    ['status', '', '"" is not a valid choice.'],
  ])('%s: %j', async (field, value, sentence) => {
    expectInvalid(await create({ [field]: value }), { [field]: [sentence] })
  })

  it('max_participants of 1 and of 2147483647 are fine', async () => {
    for (const max_participants of [1, 2_147_483_647]) {
      expect((await create({ max_participants })).body.max_participants).toBe(max_participants)
    }
  })

  it.each([['2031-01-01T10:00:00Z'], ['2030-12-31T10:00:00Z'], ['2031-01-01T11:00:00+02:00']])(
    'an end_date of %s, which is not after the start_date',
    async (end_date) => {
      expectInvalid(await create({ end_date }), { end_date: ['End date must be after start date'] })
    },
  )

  it('several fields at once: each has its own sentence', async () => {
    expectInvalid(await create({ title: '', max_participants: 0, location: null }), {
      title: blank,
      max_participants: ['Ensure this value is greater than or equal to 1.'],
      location: isNull,
    })
  })

  it('a refused event was not created', async () => {
    await create({ title: 'Never there', end_date: '2001-01-01T00:00:00Z', status: 'published' })

    expect((await owner.app.get('events/?search=never')).body.count).toBe(0)
  })
})
