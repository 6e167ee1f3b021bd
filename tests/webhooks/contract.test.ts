import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'

import { newCallerOfEachKind } from '../support/callerKinds.ts'
import { accessTokenOf, newCaller, signedInApp } from '../support/callers.ts'
import { appOf, type Client } from '../support/client.ts'
import { poolOf } from '../support/pool.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

let platform: TestPlatform
let staff: Client

beforeAll(async () => {
  platform = await startTestPlatform()
  staff = (await signedInApp(platform, 'staff')).app
})

afterAll(() => platform.stop())

const data = { url: 'https://hooks.example.org/in', events: ['registration.confirmed'] }

async function endpoint() {
  const { body } = await staff.post('webhooks/', data)
  const test = await staff.post(`webhooks/${body.id}/test/`)
  return { ...body, delivery: test.body.id as string }
}

describe('the routes of webhooks', () => {
  it('create, read, change, list and delete an endpoint', async () => {
    const created = await staff.post('webhooks/', data)
    const { secret, ...shown } = created.body
    expect(created.status).toBe(201)
    expect(secret).toMatch(/^whsec_[\w+/]{43}=$/)
    expect(shown).toEqual({
      id: expect.any(Number),
      ...data,
      description: '',
      active: true,
      created_at: expect.stringMatching(/Z$/),
    })

    const path = `webhooks/${shown.id}/`
    expect((await staff.get(path)).body).toEqual(shown)
    expect((await staff.get('webhooks/')).body).toMatchObject({ results: [shown], next: null })
    const change = { description: 'Score board', active: false, events: ['event.deleted'] }
    const changed = await staff.patch(path, change)
    expect([changed.status, changed.body]).toEqual([200, { ...shown, ...change }])
    // The predecessor's apps call v1 without its version.
    expect((await staff.get(`/api/${path}`)).body).toEqual(changed.body)
    const deleted = await staff.delete(path)
    expect([deleted.status, deleted.body]).toEqual([204, ''])
    expect((await staff.get(path)).status).toBe(404)
  })

  it('rotate the secret', async () => {
    const { delivery: _delivery, secret, ...shown } = await endpoint()
    const rotated = await staff.post(`webhooks/${shown.id}/rotate/`)
    expect(rotated.status).toBe(200)
    expect(rotated.body).toEqual({ ...shown, secret: expect.stringMatching(/^whsec_/) })
    expect(rotated.body.secret).not.toBe(secret)
  })

  it('send a test message, list deliveries, and send one again', async () => {
    const { id, delivery } = await endpoint()
    const shown = {
      id: delivery,
      event_type: 'webhook.test',
      status: 'pending',
      attempts: 0,
      response_status: null,
      next_attempt_at: expect.stringMatching(/Z$/),
      created_at: expect.stringMatching(/Z$/),
    }
    const listed = await staff.get(`webhooks/${id}/deliveries/`)
    expect(listed.body).toEqual({ count: 1, next: null, previous: null, results: [shown] })
    const failed = await staff.get(`webhooks/${id}/deliveries/?status=failed`)
    expect(failed.body.count).toBe(0)
    const again = await staff.post(`webhooks/${id}/deliveries/${delivery}/retry/`)
    expect([again.status, again.body]).toEqual([202, shown])
  })

  it('have pages', async () => {
    const { id } = await endpoint()
    for (let more = 0; more < 4; more += 1) await staff.post(`webhooks/${id}/test/`)
    const path = `webhooks/${id}/deliveries/?page_size=2`
    const last = await staff.get(`${path}&page=3`)
    expect(last.body).toMatchObject({ count: 5, next: null })
    expect(last.body.previous).toContain('page=2')
    expect((await staff.get(`${path}&page=4`)).status).toBe(404)
    expect((await staff.get(`${path}&page=x`)).status).toBe(400)
  })

  it('do an idempotent request once, and answer a retry with the same secret', async () => {
    const headers = { 'Idempotency-Key': 'create-one' }
    const [first, again] = [
      await staff.post('webhooks/', data, { headers }),
      await staff.post('webhooks/', data, { headers }),
    ]
    expect(again.headers.get('idempotency-replayed')).toBe('true')
    expect(again.body).toEqual(first.body)
  })

  it.each([
    ['nothing', {}, ['url', 'events']],
    ['no types', { ...data, events: [] }, ['events']],
    ['an unknown type', { ...data, events: ['user.created'] }, ['events']],
    ['types that are no list', { ...data, events: 'event.created' }, ['events']],
    ['a type twice', { ...data, events: ['event.created', 'event.created'] }, ['events']],
    ['types that are no text', { ...data, events: [{ a: 1 }] }, ['events']],
    ['a URL inside and no types', { url: 'https://10.0.0.7/', events: [] }, ['url', 'events']],
    ['a URL that is none', { ...data, url: 7 }, ['url']],
    ['a long description', { ...data, description: 'a'.repeat(501) }, ['description']],
    ['a wrong flag', { ...data, active: 'yes' }, ['active']],
  ])('refuse %s', async (_what, body, fields) => {
    const answer = await staff.post('webhooks/', body)
    expect([answer.status, answer.body.error]).toEqual([400, 'Validation Error'])
    expect(Object.keys(answer.body.details)).toEqual(fields)
  })

  it('allow a number of endpoints', async () => {
    await poolOf(platform.payload).query(
      `INSERT INTO webhooks (url) SELECT 'https://example.org/' || n FROM generate_series(1, 50) n`,
    )
    const answer = await staff.post('webhooks/', data)
    expect([answer.status, answer.body.code]).toEqual([409, 'too_many_webhooks'])
    await poolOf(platform.payload).query('DELETE FROM webhooks')
  })
})

describe('for others than staff', () => {
  const calls: [
    string,
    (client: Client, id: number, delivery: string) => ReturnType<Client['get']>,
  ][] = [
    ['GET webhooks/', (client) => client.get('webhooks/')],
    ['POST webhooks/', (client) => client.post('webhooks/', {})],
    ['GET webhooks/{id}/', (client, id) => client.get(`webhooks/${id}/`)],
    ['PATCH webhooks/{id}/', (client, id) => client.patch(`webhooks/${id}/`, { active: false })],
    ['DELETE webhooks/{id}/', (client, id) => client.delete(`webhooks/${id}/`)],
    ['rotate', (client, id) => client.post(`webhooks/${id}/rotate/`)],
    ['test', (client, id) => client.post(`webhooks/${id}/test/`)],
    ['deliveries', (client, id) => client.get(`webhooks/${id}/deliveries/`)],
    ['retry', (client, id, one) => client.post(`webhooks/${id}/deliveries/${one}/retry/`)],
  ]

  it.each(calls)('%s is 401 or 403', async (_name, call) => {
    const { id, delivery } = await endpoint()
    const attendee = (await signedInApp(platform)).app
    expect((await call(appOf(platform.url), id, delivery)).status).toBe(401)
    expect((await call(attendee, id, delivery)).status).toBe(403)
    expect((await call(attendee, 2_000_000_000, delivery)).status).toBe(403)
  })

  it('the routes of the panel are closed too', async () => {
    const { id, delivery } = await endpoint()
    const { panel } = await newCaller(platform)
    const { anonymous } = await newCallerOfEachKind(platform)
    const paths: ['get' | 'post', string][] = [
      ['get', `${id}/secret`],
      ['post', `${id}/secret`],
      ['post', `${id}/rotate`],
      ['post', `${id}/test`],
      ['get', `${id}/deliveries`],
      ['get', `${id}/deliveries/${delivery}`],
      ['post', `${id}/deliveries/${delivery}/retry`],
    ]
    const statuses = (client: Client) =>
      Promise.all(
        paths.map(async ([method, path]) => (await client[method](`/api/webhooks/${path}`)).status),
      )
    const member = appOf(
      platform.url,
      accessTokenOf(platform.payload, (await newCaller(platform)).id),
    )
    expect(new Set(await statuses(anonymous.client))).toEqual(new Set([401]))
    expect(new Set(await statuses(panel))).toEqual(new Set([403]))
    expect(new Set(await statuses(member))).toEqual(new Set([403]))
  })
})

describe('an endpoint that staff create over REST', () => {
  it('is not ordered by its types: Payload would list it once for each', async () => {
    expect((await staff.get('/api/webhooks?sort=events')).status).toBe(400)
    expect((await staff.get('/api/webhooks?sort=-url')).status).toBe(200)
  })

  it('shows its secret once, when they ask for it', async () => {
    const created = await staff.post('/api/webhooks', data)
    const path = `/api/webhooks/${created.body.doc.id}/secret`
    expect(JSON.stringify(created.body)).not.toContain('whsec_')
    expect((await staff.get(path)).body).toMatchObject({ isUnshown: true })
    const first = await staff.post(path)
    expect(first.body.secret).toMatch(/^whsec_/)
    expect((await staff.post(path)).status).toBe(404)
    expect((await staff.get(path)).body).toMatchObject({ isUnshown: false })
  })
})
