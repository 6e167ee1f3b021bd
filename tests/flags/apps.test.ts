import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { clearCache, configureCache, GrowthBook, setPolyfills } from '@growthbook/growthbook'
import { OFREPProvider } from '@openfeature/ofrep-provider'
import { OFREPWebProvider } from '@openfeature/ofrep-web-provider'
import { OpenFeature as ServerFeatures } from '@openfeature/server-sdk'
import { OpenFeature as WebFeatures } from '@openfeature/web-sdk'
import { EventSource } from 'eventsource'

import { createFlag, type FlagData } from '../factories/flags.ts'
import { newCaller, type Caller } from '../support/callers.ts'
import { appOf, type Client } from '../support/client.ts'
import { eventually } from '../support/eventually.ts'
import { poolOf } from '../support/pool.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

let platform: TestPlatform
let staff: Caller
let anyone: Client

beforeAll(async () => {
  platform = await startTestPlatform({ RATE_LIMITS: 'off' })
  staff = await newCaller(platform, 'staff')
  anyone = appOf(platform.url)
})
afterAll(async () => {
  await Promise.all([WebFeatures.close(), ServerFeatures.close()])
  await platform.stop()
})

const flag = (data: FlagData) => createFlag(platform.payload, data)
const change = (id: number, data: FlagData) => staff.rest.patch(`/api/flags/${id}`, data)
const evaluate = (key: string, context: unknown, app = anyone) =>
  app.post(`/ofrep/v1/evaluate/flags/${key}`, { context })

describe('the payload of GrowthBook', () => {
  it('has the flags for apps, to the letter', async () => {
    const { id, key } = await flag({
      type: 'string',
      defaultValue: 'grey',
      rules: [
        { value: 'red', countries: ['DE'], versionFrom: '2.1', tags: ['beta'] },
        { value: 'blue', percentage: 12.5, seed: 'colours' },
      ],
    })
    const { rows } = await poolOf(platform.payload).query(
      'SELECT id FROM flags_rules WHERE _parent_id = $1 ORDER BY _order',
      [id],
    )
    const { body, headers, status } = await anyone.get('features/')
    expect(status).toBe(200)
    expect(headers.get('x-sse-support')).toBe('enabled')
    expect(body).toEqual({
      status: 200,
      features: expect.anything(),
      dateUpdated: expect.stringMatching(/^\d{4}-.*Z$/),
    })
    expect(body.features[key]).toEqual({
      defaultValue: 'grey',
      rules: [
        {
          id: rows[0].id,
          condition: {
            country: { $in: ['DE'] },
            appVersion: { $exists: true, $vgte: '2.1' },
            tags: { $in: ['beta'] },
          },
          force: 'red',
        },
        {
          id: rows[1].id,
          coverage: 0.125,
          hashAttribute: 'id',
          hashVersion: 2,
          seed: 'colours',
          force: 'blue',
        },
      ],
    })
    expect(body.features).not.toHaveProperty('holds')
  })

  it('names no people and no roles', async () => {
    const { key } = await flag({
      defaultValue: 'false',
      description: 'A secret plan',
      rules: [
        { value: 'true', users: [staff.id] },
        { value: 'true', roles: ['staff'], countries: ['DE'] },
        { value: 'true', tags: ['beta'] },
      ],
    })
    const { body } = await anyone.get('features/')
    expect(body.features[key].rules).toEqual([
      expect.objectContaining({ condition: { tags: { $in: ['beta'] } } }),
    ])
    expect(JSON.stringify(body)).not.toMatch(/staff|secret plan|"user"|"role"/)
  })

  it('is served from the cache until a flag changes, with its ETag', async () => {
    const { id, key } = await flag({})
    const first = await anyone.get('features/')
    const etag = first.headers.get('etag')!
    const headers = { 'If-None-Match': etag }
    expect((await anyone.get('features/', { headers })).status).toBe(304)
    await change(id, { defaultValue: 'true' })
    const after = await anyone.get('features/', { headers })
    expect([after.status, after.body.features[key]]).toEqual([200, { defaultValue: true }])
    expect(after.body.dateUpdated > first.body.dateUpdated).toBe(true)
  })

  it('is another one when a flag is hidden from apps, or deleted', async () => {
    const { id, key } = await flag({})
    const { dateUpdated } = (await anyone.get('features/')).body
    await change(id, { forApps: false })
    const { body } = await anyone.get('features/')
    expect(body.features).not.toHaveProperty([key])
    expect(body.dateUpdated > dateUpdated).toBe(true)
  })

  it.each([
    '/api/features/',
    '/api/features/sdk-abc',
    '/api/v1/features',
    '/api/v1/features/sdk-abc',
  ])('is served at %s, for everybody alike', async (path) => {
    const answers = await Promise.all([anyone.get(path), staff.app.get(path)])
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    expect(answers[0].body).toEqual(answers[1].body)
  })
})

describe("GrowthBook's own client", () => {
  const clients: GrowthBook[] = []
  beforeEach(async () => {
    setPolyfills({ EventSource })
    configureCache({ backgroundSync: true })
    await clearCache()
  })
  afterEach(async () => {
    for (const client of clients.splice(0)) client.destroy({ destroyAllStreams: true })
    await clearCache()
  })

  const clientFor = async (attributes: Record<string, unknown>, streaming = false) => {
    const client = new GrowthBook({ apiHost: platform.url, clientKey: 'sdk-test', attributes })
    clients.push(client)
    expect(await client.init({ streaming })).toMatchObject({ success: true, source: 'network' })
    return client
  }

  it('decides as the server does, for each of 500 ids', async () => {
    const shares = await flag({ rules: [{ value: 'true', percentage: 30 }] })
    const client = await clientFor({})
    const ids = Array.from({ length: 500 }, (_, at) => `visitor-${at}`)
    const own: unknown[] = []
    for (const id of ids) {
      await client.setAttributes({ id })
      own.push(client.isOn(shares.key))
    }
    const answers = await Promise.all(
      ids.map((targetingKey) => evaluate(shares.key, { targetingKey })),
    )
    expect(answers.map(({ body }) => body.value)).toEqual(own)
    const share = own.filter(Boolean).length / own.length
    expect(share).toBeGreaterThan(0.2)
    expect(share).toBeLessThan(0.4)
  })

  it('hears of a change by the stream', async () => {
    const { id, key } = await flag({ type: 'number', defaultValue: '1' })
    const client = await clientFor({ id: '1' }, true)
    expect(client.getFeatureValue(key, 0)).toBe(1)
    await change(id, { defaultValue: '2' })
    await eventually(
      async () => client.getFeatureValue(key, 0),
      (value) => value === 2,
    )
    await change(id, { killed: true, offValue: '3' })
    await eventually(
      async () => client.getFeatureValue(key, 0),
      (value) => value === 3,
    )
  })
})

describe('OFREP', () => {
  it('evaluates one flag, with the reason', async () => {
    const { key } = await flag({
      type: 'json',
      defaultValue: '{"rows":10}',
      rules: [
        { value: '{"rows":20}', countries: ['DE'] },
        { value: '{"rows":30}', percentage: 50 },
      ],
    })
    const answers = [
      await evaluate(key, { targetingKey: 'a', country: 'DE' }),
      ...(await Promise.all(
        Array.from({ length: 20 }, (_, at) => evaluate(key, { targetingKey: `${at}` })),
      )),
    ]
    expect(answers[0]!.body).toEqual({
      key,
      value: { rows: 20 },
      reason: 'TARGETING_MATCH',
      variant: expect.stringMatching(/^rule-/),
      metadata: { type: 'json' },
    })
    expect(new Set(answers.map(({ body }) => `${body.reason} ${body.value.rows}`))).toEqual(
      new Set(['TARGETING_MATCH 20', 'SPLIT 30', 'STATIC 10']),
    )
  })

  it('knows user and role by the token alone', async () => {
    const { key } = await flag({
      rules: [
        { value: 'true', users: [staff.id] },
        { value: 'true', roles: ['admin'] },
      ],
    })
    const claim = { targetingKey: String(staff.id), user: staff.id, id: staff.id, role: 'admin' }
    expect((await evaluate(key, claim)).body.value).toBe(false)
    expect((await evaluate(key, {}, staff.app)).body).toMatchObject({
      value: true,
      reason: 'TARGETING_MATCH',
      variant: 'on',
    })
  })

  it.each<[string, unknown, number, string]>([
    ['an unknown flag', { context: { targetingKey: 'a' } }, 404, 'FLAG_NOT_FOUND'],
    ['no targeting key', { context: {} }, 400, 'TARGETING_KEY_MISSING'],
    ['no context', {}, 400, 'INVALID_CONTEXT'],
    ['a context that is none', { context: 'me' }, 400, 'INVALID_CONTEXT'],
    ['a targeting key that is no text', { context: { targetingKey: 7 } }, 400, 'INVALID_CONTEXT'],
    [
      'a deep context',
      { context: { targetingKey: 'a', deep: [[[[[[1]]]]]] } },
      400,
      'INVALID_CONTEXT',
    ],
    [
      'a large context',
      { context: { targetingKey: 'a', text: 'x'.repeat(20_000) } },
      400,
      'INVALID_CONTEXT',
    ],
    ['a body that is no object', [], 400, 'PARSE_ERROR'],
  ])('says what is wrong with %s', async (_name, body, status, errorCode) => {
    const answer = await anyone.post('/ofrep/v1/evaluate/flags/no-such', body)
    expect(answer.status).toBe(status)
    expect(answer.body).toEqual({ key: 'no-such', errorCode, errorDetails: expect.any(String) })
  })

  it('says what is wrong with a body that is not JSON', async () => {
    const headers = { 'Content-Type': 'application/json' }
    const one = await anyone.post('/ofrep/v1/evaluate/flags/a', undefined, { raw: '{', headers })
    expect([one.status, one.body.key, one.body.errorCode]).toEqual([400, 'a', 'PARSE_ERROR'])
    const all = await anyone.post('/ofrep/v1/evaluate/flags', undefined, { raw: '{', headers })
    expect([all.status, all.body]).toEqual([
      400,
      { errorCode: 'PARSE_ERROR', errorDetails: expect.any(String) },
    ])
  })

  it('refuses a bad token, and shows no flag that is not for apps', async () => {
    const { key } = await flag({ forApps: false })
    const bad = await evaluate(key, { targetingKey: 'a' }, appOf(platform.url, 'bad'))
    expect(bad.status).toBe(401)
    const { body } = await anyone.post('/ofrep/v1/evaluate/flags', {
      context: { targetingKey: 'a' },
    })
    expect(body.flags.map((one: { key: string }) => one.key)).not.toContain(key)
    expect((await evaluate(key, { targetingKey: 'a' })).status).toBe(404)
  })

  it('answers 304 until a value changes for this caller', async () => {
    const { id } = await flag({ rules: [{ value: 'true', countries: ['DE'] }] })
    const ask = (country: string, etag?: string) =>
      anyone.post(
        '/ofrep/v1/evaluate/flags',
        { context: { targetingKey: 'a', country } },
        etag ? { headers: { 'If-None-Match': etag } } : {},
      )
    const first = await ask('CH')
    const etag = first.headers.get('etag')!
    expect([first.status, (await ask('CH', etag)).status]).toEqual([200, 304])
    expect((await ask('DE', etag)).status).toBe(200)
    await change(id, { rules: [{ value: 'true', countries: ['DE', 'CH'] }] })
    expect((await ask('CH', etag)).status).toBe(200)
  })

  it('serves the official provider for servers', async () => {
    const { key } = await flag({
      type: 'string',
      defaultValue: 'plain',
      rules: [{ value: 'beta', tags: ['beta'] }],
    })
    await ServerFeatures.setProviderAndWait(new OFREPProvider({ baseUrl: platform.url }))
    const client = ServerFeatures.getClient()
    const context = { targetingKey: 'a' }
    expect(await client.getStringValue(key, 'mine', { ...context, tags: ['beta'] })).toBe('beta')
    expect(await client.getStringValue(key, 'mine', context)).toBe('plain')
    expect(await client.getStringDetails('no-such', 'mine', context)).toMatchObject({
      value: 'mine',
      errorCode: 'FLAG_NOT_FOUND',
    })
    expect(await client.getStringDetails(key, 'mine', {})).toMatchObject({
      value: 'mine',
      errorCode: 'TARGETING_KEY_MISSING',
    })
  })

  it('serves the official provider for the web, which polls', async () => {
    const { id, key } = await flag({ type: 'number', defaultValue: '1' })
    const provider = new OFREPWebProvider({ baseUrl: platform.url, pollInterval: 100 })
    await WebFeatures.setContext({ targetingKey: 'web' })
    await WebFeatures.setProviderAndWait(provider)
    const client = WebFeatures.getClient()
    expect(client.getNumberDetails(key, 0)).toMatchObject({ value: 1, reason: 'STATIC' })
    await change(id, { defaultValue: '2' })
    await eventually(
      async () => client.getNumberValue(key, 0),
      (value) => value === 2,
    )
  })
})
