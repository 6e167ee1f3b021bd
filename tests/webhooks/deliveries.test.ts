import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'

import { createEvent, eventData } from '../factories/events.ts'
import { signedInApp } from '../support/callers.ts'
import type { Client } from '../support/client.ts'
import { eventually } from '../support/eventually.ts'
import { poolOf } from '../support/pool.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'
import {
  startWebhookReceiver,
  verified,
  type WebhookReceiver,
  withStatus,
} from '../support/webhookReceiver.ts'

let platform: TestPlatform
let staff: Client
const receivers: WebhookReceiver[] = []

beforeAll(async () => {
  platform = await startTestPlatform({ WEBHOOKS_ALLOW_PRIVATE: 'on' }, { worker: true })
  staff = (await signedInApp(platform, 'staff')).app
})

afterEach(async () => {
  await sql('DELETE FROM webhooks')
  await Promise.all(receivers.splice(0).map((receiver) => receiver.stop()))
})

afterAll(() => platform.stop())

const sql = async (text: string, values: unknown[] = []) =>
  (await poolOf(platform.payload).query(text, values)).rows as Record<string, unknown>[]

interface Endpoint {
  id: number
  secret: string
  receiver: WebhookReceiver
}

async function newEndpoint(events: string[], receiver?: WebhookReceiver): Promise<Endpoint> {
  const server = receiver ?? (await startWebhookReceiver())
  if (!receiver) receivers.push(server)
  const created = await staff.post('webhooks/', { url: server.url, events })
  expect(created.status).toBe(201)
  return { id: created.body.id, secret: created.body.secret, receiver: server }
}

const count = ({ receiver }: Endpoint, wanted: number) =>
  eventually(
    () => Promise.resolve(receiver.received.length),
    (received) => received >= wanted,
    10_000,
  )

const deliveriesOf = async ({ id }: Endpoint) =>
  (await staff.get(`webhooks/${id}/deliveries/`)).body.results

const delivery = (endpoint: Endpoint, test: (one: Record<string, unknown>) => boolean) =>
  eventually(
    async () => (await deliveriesOf(endpoint))[0] ?? {},
    (one) => test(one),
    10_000,
  )

const sendTest = async ({ id }: Endpoint) => (await staff.post(`webhooks/${id}/test/`)).body

const register = async (eventId: number) => {
  const { app, id } = await signedInApp(platform)
  const { body } = await app.post(`events/${eventId}/register/`)
  return { app, id, registration: body.registration }
}

describe('a message', () => {
  it('is signed in the Standard Webhooks format, and its id is that of the delivery', async () => {
    const endpoint = await newEndpoint(['registration.confirmed'])
    const { id: eventId } = await createEvent(platform.payload)
    const { id, registration } = await register(eventId)
    await count(endpoint, 1)

    const [message] = endpoint.receiver.received
    expect(verified(message!, endpoint.secret)).toEqual({
      type: 'registration.confirmed',
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      data: {
        id: registration.id,
        event: eventId,
        user: id,
        seats: 1,
        state: 'confirmed',
        sequence: expect.any(Number),
      },
    })
    expect(message!.headers['content-type']).toBe('application/json')
    expect(() => verified({ ...message!, text: `${message!.text} ` }, endpoint.secret)).toThrow()
    const done = await delivery(endpoint, ({ status }) => status === 'delivered')
    expect(done).toEqual({
      id: message!.id,
      event_type: 'registration.confirmed',
      status: 'delivered',
      attempts: 1,
      response_status: 200,
      next_attempt_at: null,
      created_at: expect.any(String),
    })
  })

  it.each([
    [false, { name: undefined, email: undefined, ticket_code: undefined }],
    [
      true,
      {
        name: expect.any(String),
        email: expect.stringContaining('@'),
        ticket_code: expect.any(String),
      },
    ],
  ])(
    'has personal data only if the endpoint may receive them: %s',
    async (personalData, wanted) => {
      const endpoint = await newEndpoint(['registration.confirmed'])
      await sql('UPDATE webhooks SET personal_data = $1', [personalData])
      const { id: eventId } = await createEvent(platform.payload)
      await register(eventId)
      await count(endpoint, 1)

      const { data } = endpoint.receiver.received[0]!.body
      expect({ name: data.name, email: data.email, ticket_code: data.ticket_code }).toEqual(wanted)
    },
  )

  it('comes for each change of an event, drafts too, in order, and says what changed', async () => {
    const types = ['created', 'published', 'updated', 'cancelled', 'deleted']
    const endpoint = await newEndpoint(types.map((type) => `event.${type}`))
    const { id } = await createEvent(platform.payload, { status: 'draft', title: 'Bolt Bowl' })
    const change = (data: object) => staff.patch(`events/${id}/`, data)
    await change({ status: 'published' })
    await change({ title: 'Nut Night' })
    await change({ status: 'draft' })
    await change({ status: 'cancelled' })
    expect((await staff.delete(`events/${id}/`)).status).toBe(204)
    await count(endpoint, 6)

    const bodies = endpoint.receiver.received.map(({ body }) => body)
    expect(bodies.map(({ data, type }) => [type, data.id, data.changes?.status?.to])).toEqual([
      ['event.created', id, undefined],
      ['event.published', id, 'published'],
      ['event.updated', id, undefined],
      ['event.updated', id, 'draft'],
      ['event.cancelled', id, 'cancelled'],
      ['event.deleted', id, undefined],
    ])
    expect(bodies[2].data.changes).toEqual({ title: { from: 'Bolt Bowl', to: 'Nut Night' } })
    const sequences = bodies.map(({ data }) => data.sequence)
    expect(sequences).toEqual([...sequences].sort((one, other) => one - other))
  })

  it('about a new public event is one that it was created, and one that it was published', async () => {
    const endpoint = await newEndpoint(['event.created', 'event.published'])
    const { start_date, ...event } = {
      ...eventData({ status: 'published' }),
      start_date: '2031-05-01T10:00:00Z',
    }
    const created = await staff.post('events/', {
      title: event.title,
      description: 'Robots carry bolts. '.repeat(1000),
      location: event.location,
      max_participants: 4,
      status: 'published',
      start_date,
      end_date: '2031-05-01T12:00:00Z',
    })
    await count(endpoint, 2)

    const bodies = endpoint.receiver.received.map(({ body }) => body)
    expect(bodies.map(({ type }) => type)).toEqual(['event.created', 'event.published'])
    // The event as v1 shows it. A text of 20,000 characters is left out.
    const { description: _long, ...shown } = created.body
    expect(bodies[1].data).toMatchObject({ ...shown, description: null })
  })

  it('is about nothing that the endpoint has not chosen, and none while it is off', async () => {
    const chosen = await newEndpoint(['registration.cancelled'])
    const off = await newEndpoint(['registration.cancelled', 'registration.confirmed'])
    await staff.patch(`webhooks/${off.id}/`, { active: false })
    const { id: eventId } = await createEvent(platform.payload)
    const { app } = await register(eventId)
    await app.delete(`events/${eventId}/register/`)
    await count(chosen, 1)

    expect(chosen.receiver.received.map(({ body }) => [body.type, body.data.cause])).toEqual([
      ['registration.cancelled', 'attendee'],
    ])
    expect(await deliveriesOf(off)).toEqual([])
  })
})

describe('the secret', () => {
  it('that was rotated signs too, for a day', async () => {
    const endpoint = await newEndpoint(['event.created'])
    const rotated = await staff.post(`webhooks/${endpoint.id}/rotate/`)
    await sendTest(endpoint)
    await count(endpoint, 1)

    const [message] = endpoint.receiver.received
    expect(rotated.body.secret).not.toBe(endpoint.secret)
    expect(String(message!.headers['webhook-signature']).split(' ')).toHaveLength(2)
    expect(verified(message!, rotated.body.secret).type).toBe('webhook.test')
    expect(verified(message!, endpoint.secret).type).toBe('webhook.test')

    await sql(`UPDATE webhook_secrets SET signs_until = now() - interval '1 second'
               WHERE signs_until IS NOT NULL`)
    await sendTest(endpoint)
    await count(endpoint, 2)
    expect(() => verified(endpoint.receiver.received[1]!, endpoint.secret)).toThrow()
    expect(verified(endpoint.receiver.received[1]!, rotated.body.secret)).toBeDefined()
  })

  it('is stored encrypted, and stands in no log, no document and no stored outcome', async () => {
    const key = { 'Idempotency-Key': 'one' }
    const receiver = await startWebhookReceiver()
    receivers.push(receiver)
    const data = { url: receiver.url, events: ['event.created'] }
    const created = await staff.post('webhooks/', data, { headers: key })
    const again = await staff.post('webhooks/', data, { headers: key })

    expect(again.body).toEqual(created.body)
    const tables = [
      'SELECT encode(answer, $1) AS text FROM idempotency_keys',
      'SELECT encode(encrypted, $1) AS text FROM webhook_secrets',
    ]
    for (const table of tables) {
      const stored = JSON.stringify(await sql(table, ['escape']))
      expect(stored).not.toContain(created.body.secret.slice(6, 20))
    }
    const { id } = created.body
    for (const path of [`webhooks/${id}/`, `/api/webhooks/${id}?depth=2`]) {
      expect(JSON.stringify((await staff.get(path)).body)).not.toContain('secret')
    }
  })
})

describe('a receiver', () => {
  it.each([
    ['answers 500', withStatus(500), 500],
    ['redirects', withStatus(302, { Location: 'http://127.0.0.1:1/' }), 302],
    ['answers no HTTP', (res) => void res.socket!.end('SSH-2.0-robot\r\n'), null],
    ['dies in the middle', (res) => void res.socket!.destroy(), null],
  ] satisfies [string, Parameters<WebhookReceiver['answer']>[0], number | null][])(
    'that %s gets the message again, under the same id',
    async (_name, respond, status) => {
      const endpoint = await newEndpoint(['event.created'])
      const { receiver } = endpoint
      receiver.answer(respond)
      const { id } = await sendTest(endpoint)
      const failed = await delivery(endpoint, ({ attempts }) => attempts === 1)
      expect(failed).toMatchObject({ id, status: 'pending', response_status: status })
      const wait = Date.parse(String(failed.next_attempt_at)) - Date.now()
      expect(wait).toBeLessThan(6000)

      receiver.answer(withStatus(204))
      await sql('UPDATE webhook_deliveries SET next_attempt_at = now()')
      await staff.post(`webhooks/${endpoint.id}/deliveries/${id}/retry/`)
      await delivery(endpoint, ({ status: now }) => now === 'delivered')
      expect(receiver.received.map((one) => one.id)).toEqual([id, id])
      expect(receiver.received[1]!.text).toBe(receiver.received[0]!.text)
    },
  )

  it('is tried again by itself when the time has come', async () => {
    const endpoint = await newEndpoint(['event.created'])
    endpoint.receiver.answer((res, _one, request) => res.writeHead(request === 1 ? 500 : 200).end())
    await sendTest(endpoint)
    await delivery(endpoint, ({ attempts }) => attempts === 1)
    const job = `graphile_worker._private_jobs WHERE key = 'webhook:${endpoint.id}' AND is_available`
    const [waiting] = await eventually(
      () => sql(`SELECT run_at > now() + interval '3 seconds' AS "isLater" FROM ${job}`),
      (rows) => rows.length > 0,
      10_000,
    )
    expect(waiting).toEqual({ isLater: true })

    // The time is moved instead of waited for.
    await sql('UPDATE webhook_deliveries SET next_attempt_at = now()')
    await sql(`UPDATE ${job.replace(' WHERE', ' SET run_at = now() WHERE')}`)
    await sql(`SELECT pg_notify('jobs:insert', '')`)
    await delivery(endpoint, ({ status }) => status === 'delivered')
    expect(endpoint.receiver.received).toHaveLength(2)
  })

  it.each([
    ['seconds', () => '600'],
    ['a date', () => new Date(Date.now() + 600_000).toUTCString()],
  ])('that asks for time with Retry-After in %s gets it', async (_form, header) => {
    const endpoint = await newEndpoint(['event.created'])
    endpoint.receiver.answer(withStatus(429, { 'Retry-After': header() }))
    await sendTest(endpoint)

    const failed = await delivery(endpoint, ({ attempts }) => attempts === 1)
    const wait = Date.parse(String(failed.next_attempt_at)) - Date.now()
    expect(wait).toBeGreaterThan(590_000)
    expect(wait).toBeLessThan(601_000)
  })

  it('that answers 410 is switched off at once, and its owner gets an email', async () => {
    const endpoint = await newEndpoint(['event.created'])
    endpoint.receiver.answer(withStatus(410))
    await sendTest(endpoint)
    await delivery(endpoint, ({ attempts }) => attempts === 1)

    const { body } = await staff.get(`webhooks/${endpoint.id}/`)
    expect(body.active).toBe(false)
    const shown = await staff.get(`/api/webhooks/${endpoint.id}`)
    expect(shown.body.state).toBe('gone')
    const rows = await eventually(
      () => sql(`SELECT kind FROM mail_deliveries WHERE kind = 'webhookSwitchedOff'`),
      (found) => found.length > 0,
      10_000,
    )
    expect(rows).toHaveLength(1)

    endpoint.receiver.answer(withStatus(200))
    await staff.patch(`webhooks/${endpoint.id}/`, { active: true })
    expect((await staff.get(`/api/webhooks/${endpoint.id}`)).body.state).toBe('on')
  })

  it.each([
    ['for days', `now() - interval '80 hours'`, false],
    ['for an hour', `now() - interval '1 hour'`, true],
  ])('that has failed %s when a message is given up: stays on is %#', async (_time, since, on) => {
    const endpoint = await newEndpoint(['event.created'])
    endpoint.receiver.answer(withStatus(500))
    await sendTest(endpoint)
    await delivery(endpoint, ({ attempts }) => attempts === 1)
    await sql(`UPDATE webhook_states SET failing_since = ${since}`)
    await sql('UPDATE webhook_deliveries SET attempts = 9')
    const [{ id }] = await deliveriesOf(endpoint)
    await staff.post(`webhooks/${endpoint.id}/deliveries/${id}/retry/`)

    const given = await delivery(endpoint, ({ status }) => status === 'failed')
    expect(given).toMatchObject({ attempts: 10, next_attempt_at: null })
    expect((await staff.get(`webhooks/${endpoint.id}/`)).body.active).toBe(on)
  })

  it('that never answers delays no other', async () => {
    const dead = await newEndpoint(['registration.confirmed'])
    dead.receiver.answer(() => undefined)
    const well = await newEndpoint(['registration.confirmed'])
    const { id: eventId } = await createEvent(platform.payload, { maxParticipants: 20 })
    for (let people = 0; people < 5; people += 1) await register(eventId)

    await count(well, 5)
    expect(new Set(well.receiver.received.map(({ id }) => id)).size).toBe(5)
    // Messages about one event are sent one after another, so the dead one got the first alone.
    expect(dead.receiver.received).toHaveLength(1)
  })
})
