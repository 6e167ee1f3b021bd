import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'

import { checkKeys } from '../../src/features/flags/command/checkKeys.ts'
import { platformFlags } from '../../src/features/flags/platformFlags.ts'
import { isOn } from '../../src/features/flags/public.ts'
import type { Flag } from '../../src/payload-types.ts'
import { servicesOf } from '../../src/shared/services.ts'
import { createEvent } from '../factories/events.ts'
import { createFlag, flagData, type FlagData } from '../factories/flags.ts'
import { newCaller, type Caller } from '../support/callers.ts'
import { eventually } from '../support/eventually.ts'
import { poolOf } from '../support/pool.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

let platform: TestPlatform
let staff: Caller

beforeAll(async () => {
  platform = await startTestPlatform({ RATE_LIMITS: 'off' })
  staff = await newCaller(platform, 'staff')
})
afterAll(() => platform.stop())

const create = (data: FlagData) => staff.rest.post('/api/flags', flagData(data))
const change = (id: number, data: FlagData) => staff.rest.patch(`/api/flags/${id}`, data)

/** The messages of a refused change, by field. */
const problemsOf = (body: {
  errors: { data: { errors: { path: string; message: string }[] } }[]
}) => Object.fromEntries(body.errors[0]!.data.errors.map(({ message, path }) => [path, message]))

const valueFor = async (key: string, attributes = {}) => {
  const { flags } = servicesOf(platform.payload)
  await flags.load()
  return flags.current().valueFor(key, attributes)
}

const everybody = { value: 'true' }

describe('a flag', () => {
  it('gets an owner and a day of review', async () => {
    const { body, status } = await create({ key: 'with-owner' })
    expect(status).toBe(201)
    expect(body.doc.owner.id).toBe(staff.id)
    const days = (new Date(body.doc.reviewOn).getTime() - new Date().getTime()) / 86_400_000
    expect(days).toBeGreaterThan(88)
    expect(body.doc).toMatchObject({ state: 'default', usedBy: 'apps' })
  })

  it('is saved as the form of the panel sends it, with the number of rows of empty lists', async () => {
    const data = { ...flagData({}), rules: 0, prerequisites: 0 }
    expect((await staff.rest.post('/api/flags', data)).body.doc).toMatchObject({
      rules: [],
      prerequisites: [],
    })
  })

  it('keeps its key and its type', async () => {
    const { id } = await createFlag(platform.payload, { key: 'fixed' })
    const { body } = await change(id, { key: 'moved', type: 'number' })
    expect(body.doc).toMatchObject({ key: 'fixed', type: 'boolean' })
  })

  it.each<[string, FlagData, Record<string, unknown>]>([
    ['an empty key', { key: '' }, { key: expect.anything() }],
    ['a key with spaces', { key: 'a key' }, { key: expect.stringContaining('letters') }],
    [
      'a boolean that is none',
      { defaultValue: 'yes' },
      { defaultValue: 'This must be true or false.' },
    ],
    ['no default', { defaultValue: null }, { defaultValue: 'This field is required.' }],
    [
      'a hexadecimal number',
      { type: 'number', defaultValue: '0x10' },
      { defaultValue: expect.stringContaining('number') },
    ],
    [
      'JSON that is none',
      { type: 'json', defaultValue: '{"a"' },
      { defaultValue: 'This is not valid JSON.' },
    ],
    [
      'deep JSON',
      { type: 'json', defaultValue: `${'['.repeat(50)}${']'.repeat(50)}` },
      { defaultValue: expect.stringContaining('levels') },
    ],
    [
      'JSON that does not fit its schema',
      {
        type: 'json',
        defaultValue: '{"size":"L"}',
        schema: { type: 'object', properties: { size: { type: 'integer' } } },
      },
      { defaultValue: expect.stringContaining('size') },
    ],
    [
      'an expression that backtracks',
      { type: 'json', defaultValue: '"a"', schema: { type: 'string', pattern: '(a+)+$' } },
      { schema: expect.stringContaining('enum') },
    ],
    [
      'a rule with another type',
      { rules: [everybody, { value: 'maybe' }] },
      { 'rules.1.value': expect.anything() },
    ],
    [
      'a country that is none',
      { rules: [{ ...everybody, countries: ['Germany'] }] },
      { 'rules.0.countries': expect.anything() },
    ],
    [
      'a share of 101 %',
      { rules: [{ ...everybody, percentage: 101 }] },
      { 'rules.0.percentage': expect.anything() },
    ],
    [
      'a version that is none',
      { rules: [{ ...everybody, versionFrom: 'latest' }] },
      { 'rules.0.versionFrom': expect.anything() },
    ],
    [
      '51 rules',
      { rules: Array.from({ length: 51 }, () => everybody) },
      { rules: expect.anything() },
    ],
    [
      'an end before the start',
      { startsAt: '2031-02-01T00:00:00Z', endsAt: '2031-01-01T00:00:00Z' },
      { endsAt: expect.anything() },
    ],
    [
      'a missing prerequisite',
      { prerequisites: [{ flag: 2_000_000_000, value: 'true' }] },
      { 'prerequisites.0.flag': expect.anything() },
    ],
  ])('is refused with %s, at the field', async (_name, data, problems) => {
    const { body, status } = await create(data)
    expect(status).toBe(400)
    expect(problemsOf(body)).toEqual(expect.objectContaining(problems))
  })

  it('of the platform stays, and has no other type', async () => {
    const { docs } = (await staff.rest.get('/api/flags?where[key][equals]=holds')).body
    const { body, status } = await staff.rest.delete(`/api/flags/${docs[0].id}`)
    expect([status, body.errors[0].message]).toEqual([409, expect.stringContaining('kill switch')])
  })

  it('that the database reads has no rules', async () => {
    const { docs } = (await staff.rest.get('/api/flags?where[key][equals]=offers')).body
    const { body, status } = await change(docs[0].id, { rules: [everybody] })
    expect(status).toBe(400)
    expect(problemsOf(body)).toHaveProperty('rules')
  })
})

describe('prerequisites', () => {
  const on = (flag: Flag, value = 'true') => [{ flag: flag.id, value }]

  it('turn a flag off until they are met', async () => {
    const { payload } = platform
    const parent = await createFlag(payload, { type: 'string', defaultValue: 'a' })
    const child = await createFlag(payload, {
      defaultValue: 'true',
      prerequisites: on(parent, 'b'),
    })
    expect(await valueFor(child.key)).toBe(false)
    await change(parent.id, { defaultValue: 'b' })
    expect(await valueFor(child.key)).toBe(true)
    await change(parent.id, { killed: true, offValue: 'c' })
    expect(await valueFor(child.key)).toBe(false)
  })

  it('cannot wait for each other', async () => {
    const { payload } = platform
    const first = await createFlag(payload, { key: 'cycle-1' })
    const second = await createFlag(payload, { key: 'cycle-2', prerequisites: on(first) })
    const third = await createFlag(payload, { key: 'cycle-3', prerequisites: on(second) })
    const { body, status } = await change(first.id, { prerequisites: on(third) })
    expect(status).toBe(400)
    expect(problemsOf(body)['prerequisites.0.flag']).toBe(
      'These flags would wait for each other: cycle-1 → cycle-3 → cycle-2 → cycle-1.',
    )
    const own = await change(first.id, { prerequisites: on(first) })
    expect(problemsOf(own.body)).toHaveProperty(['prerequisites.0.flag'])
  })

  it('cannot make a cycle at the same moment', async () => {
    const { payload } = platform
    const [one, other] = [await createFlag(payload), await createFlag(payload)]
    const answers = await Promise.all([
      change(one.id, { prerequisites: on(other) }),
      change(other.id, { prerequisites: on(one) }),
    ])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400])
  })

  it('are bounded in all, however they are connected', async () => {
    const { payload } = platform
    let above = [await createFlag(payload), await createFlag(payload)]
    const both = () => above.map((flag) => ({ flag: flag.id, value: 'true' }))
    const statuses = []
    for (let level = 0; level < 5; level += 1) {
      const answers = [
        await create({ prerequisites: both() }),
        await create({ prerequisites: both() }),
      ]
      statuses.push(answers[0]!.status)
      if (answers[0]!.status !== 201) break
      above = answers.map(({ body }) => body.doc)
    }
    expect(statuses).toEqual([201, 201, 201, 201, 400])
  })

  it('of a flag for apps are for apps, and are not deleted', async () => {
    const { payload } = platform
    const parent = await createFlag(payload, { forApps: false })
    const refused = await create({ prerequisites: on(parent) })
    expect(problemsOf(refused.body)['prerequisites.0.flag']).toContain('for apps')
    await change(parent.id, { forApps: true })
    await createFlag(payload, { prerequisites: on(parent) })
    expect(problemsOf((await change(parent.id, { forApps: false })).body)).toHaveProperty('forApps')
    expect((await staff.rest.delete(`/api/flags/${parent.id}`)).status).toBe(409)
  })
})

describe('the history', () => {
  it('has who, when, what and why, also of a deleted flag', async () => {
    const { body } = await create({ key: 'with-history', reason: 'For the finals' })
    const { id } = body.doc
    await change(id, { defaultValue: 'true', reason: 'It works' })
    await change(id, { description: null })
    await staff.rest.delete(`/api/flags/${id}`)

    const { rows, count } = (await staff.rest.get(`/api/flags/${id}/changes`)).body
    expect(count).toBe(3)
    const [deleted, changed, created] = rows
    expect(created).toMatchObject({ operation: 'create', reason: 'For the finals' })
    expect(changed).toMatchObject({
      operation: 'update',
      changes: { defaultValue: { from: 'false', to: 'true' } },
      reason: 'It works',
      by: expect.stringMatching(/./),
    })
    expect(deleted.operation).toBe('delete')
    expect(new Date(changed.at).getTime()).toBeGreaterThan(new Date(created.at).getTime())
  })

  it('is written in the transaction of the change', async () => {
    const before = await poolOf(platform.payload).query('SELECT count(*) FROM flag_changes')
    expect((await create({ defaultValue: 'perhaps' })).status).toBe(400)
    const after = await poolOf(platform.payload).query('SELECT count(*) FROM flag_changes')
    expect(after.rows).toEqual(before.rows)
  })

  it('is for staff alone', async () => {
    const { id } = await createFlag(platform.payload)
    const attendee = await newCaller(platform)
    expect((await attendee.rest.get(`/api/flags/${id}/changes`)).status).toBe(403)
    expect((await attendee.rest.post(`/api/flags/${id}/try`)).status).toBe(403)
  })
})

describe('rules', () => {
  const flagWith = (rule: NonNullable<Flag['rules']>[number], data: FlagData = {}) =>
    createFlag(platform.payload, { rules: [{ value: 'true', ...rule }], ...data })

  it.each<[string, NonNullable<Flag['rules']>[number], object, object]>([
    ['role', { roles: ['staff'] }, { role: 'staff' }, { role: 'attendee' }],
    ['country', { countries: ['DE', 'AT'] }, { country: 'AT' }, { country: 'CH' }],
    ['tag', { tags: ['beta'] }, { tags: ['alpha', 'beta'] }, { tags: ['alpha'] }],
    ['version', { versionFrom: '2.9' }, { appVersion: '2.10.0' }, { appVersion: '2.8.9' }],
    ['a missing version', { versionBelow: '3' }, { appVersion: '2.0.0' }, {}],
    [
      'all conditions',
      { countries: ['DE'], tags: ['beta'] },
      { country: 'DE', tags: ['beta'] },
      { country: 'DE' },
    ],
  ])('target by %s', async (_name, rule, inside, outside) => {
    const { key } = await flagWith(rule)
    expect([await valueFor(key, inside), await valueFor(key, outside)]).toEqual([true, false])
  })

  it('for users stay for them when one is deleted', async () => {
    const { payload } = platform
    const person = await newCaller(platform)
    const { key, id } = await flagWith({ users: [person.id] })
    expect(await valueFor(key, { user: person.id })).toBe(true)
    await payload.delete({ collection: 'users', id: person.id, overrideAccess: true })
    await change(id, { description: 'Read anew' })
    expect(await valueFor(key, { user: person.id + 1_000_000 })).toBe(false)
    expect(await valueFor(key, {})).toBe(false)
  })

  it('apply in their schedule', async () => {
    const hour = 3_600_000
    const at = (ms: number) => new Date(new Date().getTime() + ms).toISOString()
    const coming = await flagWith({}, { startsAt: at(hour) })
    const ended = await flagWith({}, { endsAt: at(-hour), startsAt: at(-2 * hour) })
    const now = await flagWith({}, { startsAt: at(-hour), endsAt: at(hour) })
    const values = await Promise.all([coming, ended, now].map(({ key }) => valueFor(key)))
    expect(values).toEqual([false, false, true])
  })

  it('begin by time, without a change', async () => {
    const soon = new Date(new Date().getTime() + 300).toISOString()
    const { key } = await flagWith({}, { startsAt: soon })
    expect(await valueFor(key)).toBe(false)
    await eventually(
      () => valueFor(key),
      (value) => value === true,
    )
  })

  it('in their order: the first that applies decides', async () => {
    const { key } = await createFlag(platform.payload, {
      type: 'string',
      defaultValue: 'grey',
      rules: [
        { value: 'red', countries: ['DE'] },
        { value: 'blue', tags: ['beta'] },
      ],
    })
    const values = [{ country: 'DE', tags: ['beta'] }, { tags: ['beta'] }, {}].map((attributes) =>
      valueFor(key, attributes),
    )
    expect(await Promise.all(values)).toEqual(['red', 'blue', 'grey'])
  })

  it('that were broken by hand break nothing else', async () => {
    const broken = await createFlag(platform.payload, { defaultValue: 'true' })
    const whole = await createFlag(platform.payload, { defaultValue: 'true' })
    await poolOf(platform.payload).query(
      `UPDATE flags SET default_value = 'perhaps' WHERE id = $1`,
      [broken.id],
    )
    await change(whole.id, { description: 'Read anew' })
    expect(await valueFor(whole.key)).toBe(true)
    const { flags } = servicesOf(platform.payload)
    expect(flags.valueFor(broken.key, 'my default', {})).toBe('my default')
    await platform.payload.delete({ collection: 'flags', id: broken.id, overrideAccess: true })
  })
})

describe('the flags of the platform', () => {
  const flagOf = async (key: string): Promise<Flag> =>
    (await staff.rest.get(`/api/flags?where[key][equals]=${key}`)).body.docs[0]

  it('are all in the database', async () => {
    const flags = await Promise.all(Object.keys(platformFlags).map(flagOf))
    expect(flags.map(({ state, usedBy }) => [state, usedBy])).toEqual(
      flags.map(() => ['default', 'platform']),
    )
  })

  it('are compared with those of the code', async () => {
    const { payload } = platform
    const { key } = await createFlag(payload, { forApps: false })
    const pool = poolOf(payload)
    await pool.query(`UPDATE flags SET key = 'holds-gone' WHERE key = 'holds'`)
    const { missing, unused } = await checkKeys(payload)
    await pool.query(`UPDATE flags SET key = 'holds' WHERE key = 'holds-gone'`)
    expect(missing).toEqual(['holds'])
    expect(unused).toEqual(expect.arrayContaining([key, 'holds-gone']))
    expect((await checkKeys(payload)).missing).toEqual([])
  })

  it('are on without a row', async () => {
    expect(isOn(platform.payload, 'holds')).toBe(true)
  })

  it('switch holds off, with a refusal that says so', async () => {
    const { id } = await flagOf('holds')
    await change(id, { killed: true })
    await eventually(
      async () => isOn(platform.payload, 'holds'),
      (value) => !value,
    )
    const { body, status } = await staff.app.post('events/1/hold/', { seats: 1 })
    expect([status, body.code]).toEqual([409, 'switched_off'])
    await change(id, { killed: false })
    const hold = () => staff.app.post('events/1/hold/', { seats: 1 })
    await eventually(hold, (answer) => answer.status === 404)
  })

  it('switch live updates off, also for one role', async () => {
    const { id } = await flagOf('live-updates')
    await change(id, { rules: [{ value: 'false', roles: ['staff'] }] })
    await eventually(
      () => staff.app.send('HEAD', 'me/live/'),
      (answer) => answer.status === 409,
    )
    const attendee = await newCaller(platform)
    expect((await attendee.app.send('HEAD', 'me/live/')).status).toBe(200)
    await change(id, { rules: [] })
  })

  it('switch offers off: who is next gets a freed place at once, and open offers stay', async () => {
    const { id } = await flagOf('offers')
    const event = await createEvent(platform.payload, {
      maxParticipants: 2,
      waitlistEnabled: true,
      waitlistOffers: true,
    })
    const register = `events/${event.id}/register/`
    const [first, second, third, fourth] = await Promise.all(
      Array.from({ length: 4 }, () => newCaller(platform)),
    )
    for (const { app } of [first!, second!, third!, fourth!]) await app.post(register)
    const stateOf = async ({ rest }: Caller) =>
      (await rest.get(`/api/registrations?depth=0&where[event][equals]=${event.id}`)).body.docs[0]
        .state

    await first!.app.send('DELETE', register)
    expect(await stateOf(third!)).toBe('offered')
    await change(id, { killed: true })
    await second!.app.send('DELETE', register)
    expect([await stateOf(third!), await stateOf(fourth!)]).toEqual(['offered', 'confirmed'])
    expect((await third!.app.post(`${register}accept/`)).status).toBe(200)
    await change(id, { killed: false })
  })
})
