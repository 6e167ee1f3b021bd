import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'

import { eventData } from '../factories/events.ts'
import { appOf, clientOf } from '../support/client.ts'
import { type MailServer, startMailServer } from '../support/mailServer.ts'
import { receivedEmails } from '../support/receivedEmails.ts'
import {
  adminPassword,
  openServerDatabase,
  publishEvent,
  secret,
  signInAdmin,
} from '../support/serverDatabase.ts'
import { type Receiver, startReceiver } from '../support/telemetryReceiver.ts'
import { eventually } from '../support/eventually.ts'
import { killServers, type ServerProcess, startServer } from '../support/serverProcess.ts'
import { cloneTemplate, dropDatabase } from '../support/template.ts'
import { clusterUrl, newDataDir } from '../support/testPlatform.ts'

/** One server that logs, measures, reports and traces, and a day in its life. */
let databaseUrl: string
let server: ServerProcess
let receiver: Receiver
let mail: MailServer
let database: ReturnType<typeof openServerDatabase>

const metricsToken = randomBytes(16).toString('hex')
const smtpPassword = randomBytes(12).toString('hex')
const attendee = { username: 'lea', email: 'lea@robots.test' }
const traceId = '0af7651916cd43dd8448eb211c80319c'
const calledAs = 'the-one-that-failed'

/** What nobody but its owner may read, of all that was used. */
const secrets = new Map<string, string>([
  ['the password of the admin', adminPassword],
  ['the secret of the platform', secret],
  ['the token of the metrics', metricsToken],
  ['the password of the mail server', smtpPassword],
])

const keep = (name: string, value: string) => {
  secrets.set(name, value)
  return value
}

/** A user's day: an account, its tokens, mistakes, and a password that is forgotten. */
async function live() {
  const anyone = appOf(server.url)
  const password = keep('a password', 'a Robot that 3ats bolts')
  await anyone.post('auth/register/', { ...attendee, password, password_confirm: password })
  const wrong = keep('a wrong password', 'not the Robot 1 meant')
  await anyone.post('auth/login/', { username: attendee.username, password: wrong })
  const login = async (name: string, given: string) => {
    const { body } = await anyone.post('auth/login/', { ...attendee, password: given })
    keep(`an access token ${name}`, body.access)
    keep(`a refresh token ${name}`, body.refresh)
    return body as { access: string; refresh: string }
  }
  const first = await login('at first', password)
  const { body: fresh } = await anyone.post('auth/refresh/', { refresh: first.refresh })
  keep('a refreshed access token', fresh.access)
  keep('a refreshed refresh token', fresh.refresh)
  await anyone.post('auth/refresh/', { refresh: first.refresh })
  await anyone.post('auth/password/forgot/', { email: attendee.email })
  const email = await receivedEmails(mail).next(attendee.email, 'Set a new password')
  const link = keep(
    'a link for a new password',
    /reset-password\?token=([0-9a-f]{40})/.exec(email.text!)![1]!,
  )
  await fetch(`${server.url}/reset-password?token=${link}`)
  await fetch(`${server.url}/admin/reset/${link}`)
  await anyone.get(`/api/events?token=${link}&where[title][equals]=${first.access}`)
  const second = keep('the new password', 'a Rotor that 7urns alone')
  await anyone.post('auth/password/reset/', {
    token: link,
    password: second,
    password_confirm: second,
  })
  const panel = await clientOf(server.url).post('/api/users/login', {
    email: attendee.email,
    password: second,
  })
  keep('a session of the panel', panel.body.token ?? 'none')
  return login('after that', second)
}

/** What was reported of the request that failed. */
const errors = () =>
  receiver
    .reports()
    .filter(({ type, body }) => type === 'event' && body.tags?.request_id === calledAs)

/** What fails: a request, a job, and a request while nobody listens. */
async function fail(access: string, eventId: number) {
  const app = appOf(server.url, access)
  const headers = { 'X-Request-Id': calledAs }
  await database.rows('ALTER TABLE event_seats RENAME TO elsewhere')
  const failed = await app.get(`events/${eventId}/`, { headers })
  await eventually(
    () => Promise.resolve(errors().length),
    (count) => count > 0,
  )
  const rest = await app.get(`/api/events/${eventId}`)
  receiver.refuse(true)
  const unheard = await app.get('events/', { headers: { 'X-Request-Id': 'unheard-of' } })
  receiver.refuse(false)
  await database.rows('ALTER TABLE elsewhere RENAME TO event_seats')
  await database.rows('ALTER TABLE users RENAME TO elsewhere')
  const typed = keep('a password that was typed as a name', 'gears grind at 3 in the night')
  const misread = await app.post('auth/login/', { username: typed, password: 'anything at all' })
  await database.rows('ALTER TABLE elsewhere RENAME TO users')
  await database.rows(
    `SELECT graphile_worker.add_job('sendEmail', '{"key": 7}'::json, max_attempts := 1)`,
  )
  const scrape = async (authorization: string) =>
    (await fetch(`${server.url}/metrics`, { headers: { authorization } })).status
  const refused = [await scrape(''), await scrape(`Bearer ${metricsToken}0`)]
  return { refused, failed, rest, unheard, misread, healed: await app.get('events/') }
}

interface Line {
  level: number
  msg: string
  [name: string]: unknown
}

let lines: Line[] = []
let told: Awaited<ReturnType<typeof fail>>
let metrics: string
let eventId: number
let userId: number

beforeAll(async () => {
  databaseUrl = await cloneTemplate(clusterUrl())
  receiver = await startReceiver()
  mail = await startMailServer()
  server = await startServer({
    env: {
      DATABASE_URL: databaseUrl,
      DATA_DIR: await newDataDir(),
      PAYLOAD_SECRET: secret,
      ADMIN_PASSWORD: adminPassword,
      SMTP_URL: mail.url.replace('//', `//mailer:${smtpPassword}@`),
      MAIL_FROM: 'events@events.test',
      METRICS_TOKEN: metricsToken,
      SENTRY_DSN: receiver.dsn,
      SENTRY_TRACES_SAMPLE_RATE: '1',
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint,
    },
  })
  database = openServerDatabase(databaseUrl)
  const event = await publishEvent(await signInAdmin(server.url), eventData())
  eventId = event.id
  const { access } = await live()
  const app = appOf(server.url, access)
  await app.post('/api/graphql', { query: 'query Mine { meUser { user { id } } }' })
  userId = (await app.get('auth/me/')).body.id
  await app.post(`events/${eventId}/register/`, undefined, {
    headers: { traceparent: `00-${traceId}-b7ad6b7169203331-01` },
  })
  told = await fail(access, eventId)
  await eventually(
    () =>
      database.rows<{ count: number }>(
        `SELECT count(*)::int AS count FROM graphile_worker._private_jobs
       WHERE attempts = max_attempts AND locked_at IS NULL`,
      ),
    ([row]) => row!.count === 1,
    10_000,
  )
  const headers = { Authorization: `Bearer ${metricsToken}` }
  metrics = await (await fetch(`${server.url}/metrics`, { headers })).text()
  server.kill('SIGTERM')
  await server.waitForExit()
  lines = server
    .out()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line)
}, 90_000)

afterAll(async () => {
  killServers()
  await database.end()
  await mail.stop()
  await receiver.stop()
  await dropDatabase(clusterUrl(), databaseUrl)
})

describe('the log', () => {
  it('has a line of JSON a request, with who asked for what, and how it went', () => {
    const line = lines.find(({ route }) => route === '/api/v1/events/{id}/register/')

    expect(line).toMatchObject({
      level: 30,
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      userId,
      traceId,
      method: 'POST',
      path: `/api/v1/events/${eventId}/register/`,
      status: 200,
      ms: expect.any(Number),
      bytes: expect.any(Number),
      address: '127.0.0.1',
    })
  })

  it('says what GraphQL was asked for', () => {
    expect(lines).toContainEqual(
      expect.objectContaining({ route: '/api/graphql', operation: 'query Mine', userId }),
    )
  })

  it('has the cause of an error under the id that its answer bears', () => {
    expect([told.failed.status, told.failed.body.request_id]).toEqual([500, calledAs])
    // Payload's own surfaces, too.
    expect(told.rest.status).toBe(500)
    expect(told.rest.body.request_id).toBe(told.rest.headers.get('x-request-id'))
    const said = lines.filter(({ requestId }) => requestId === calledAs)

    expect(said.map(({ level }) => level)).toEqual([50, 40])
    expect(said[0]).toMatchObject({ userId, err: { message: expect.stringContaining('Failed') } })
    expect(said[1]).toMatchObject({ status: 500, route: '/api/v1/events/{id}/' })
  })

  it('names the job that a line is about', () => {
    const jobId = expect.stringMatching(/^\d+$/)
    expect(lines).toContainEqual(
      expect.objectContaining({
        level: 50,
        msg: 'A job "sendEmail" was given up',
        jobId,
        attempt: 1,
      }),
    )
  })
})

describe('what is measured', () => {
  it.each([
    [
      'requests',
      /http_request_duration_seconds_count\{method="POST",route="\/api\/v1\/auth\/login\/",kind="v1",status="4xx"\} 1\n/,
    ],
    ['registrations', /registrations_total\{outcome="confirmed"\} 1\n/],
    ['batches', /claim_batch_size_count 1\n/],
    ['emails', /mails_total\{outcome="accepted"\} [2-9]\n/],
    [
      'jobs that are given up',
      /job_duration_seconds_count\{task="sendEmail",outcome="failed"\} 1\n/,
    ],
    ['jobs that wait for somebody', /queue_jobs\{state="failed"\} 1\n/],
    ['what is not told yet', /outbox_waiting \d+\n/],
    ['the database', /store_up\{store="database"\} 1\n/],
    ['copies of answers', /cache_connected 1\n/],
    ['connections', /database_connections\{pool="worker",state="idle"\} \d/],
    ['the event loop', /nodejs_eventloop_lag_p99_seconds \d/],
    ['refusals of limits before the first one', /limited_total\{policy="sign-up"\} 0\n/],
    ['outcomes of claims before the first one', /registrations_total\{outcome="event_full"\} 0\n/],
    [
      'jobs before the first one',
      /job_duration_seconds_count\{task="announceChange",outcome="failed"\} 0\n/,
    ],
    [
      'failures of a route before the first one',
      /http_request_duration_seconds_count\{method="POST",route="\/api\/v1\/auth\/refresh\/",kind="v1",status="5xx"\} 0\n/,
    ],
    [
      'failures of a route',
      /http_request_duration_seconds_count\{method="GET",route="\/api\/v1\/events\/\{id\}\/",kind="v1",status="5xx"\} 1\n/,
    ],
    ['the release', /build_info\{version="[\d.]+",node="v\d+/],
  ])('%s', (_what, line) => {
    // Without buckets and words, so that what is missing can be seen.
    expect(metrics.replace(/^(#.*|\w+_bucket.*)\n/gm, '')).toMatch(line)
  })
})

it('is shown to nobody without the token', () => {
  expect(told.refused).toEqual([401, 401])
})

describe.each(['grafana-dashboard.json', 'alerts.yml'])('ops/%s', (file) => {
  it('asks for what there is', async () => {
    const text = await readFile(`ops/${file}`, 'utf8')
    const asked = text.match(/\b(robo_events|nodejs|process)_\w+/g)!
    // A histogram is asked for by its parts.
    const there = new Set(
      [...metrics.matchAll(/^# TYPE (\w+) (\w+)/gm)].flatMap(([, name, kind]) =>
        kind === 'histogram' ? ['bucket', 'sum', 'count'].map((part) => `${name}_${part}`) : name!,
      ),
    )

    expect(asked.length).toBeGreaterThan(10)
    expect(asked.filter((name) => !there.has(name))).toEqual([])
  })

  it('judges no latency of all routes together: reads from the cache would hide the others', async () => {
    const text = await readFile(`ops/${file}`, 'utf8')
    const quantiles = text.match(/histogram_quantile\([^"]*?http_request_duration[^]*?\[/g)!

    expect(quantiles.length).toBeGreaterThan(0)
    for (const quantile of quantiles)
      expect(quantile).toMatch(/by \(le, (kind|route)|route=\\"\/api/)
  })
})

describe('what is reported', () => {
  it('is the error of a request, with its id, its user and its route', () => {
    expect(errors()).toHaveLength(1)
    expect(errors()[0]!.body).toMatchObject({
      user: { id: userId },
      tags: { route: 'GET /api/v1/events/{id}/' },
      release: expect.stringMatching(/^robo-events-platform@\d/),
      exception: { values: expect.any(Array) },
    })
  })

  it('is a job that was given up', () => {
    const jobs = receiver.reports().filter(({ body }) => body.tags?.task === 'sendEmail')

    expect(jobs.map(({ body }) => body.tags)).toEqual([
      { task: 'sendEmail', job_id: expect.stringMatching(/^\d+$/), attempt: 1 },
    ])
  })

  it('holds up nobody when it cannot be delivered', () => {
    expect([told.unheard.status, told.healed.status]).toEqual([500, 200])
  })
})

describe('what is traced', () => {
  it('goes on with the trace of the caller, down to statements without values', () => {
    const mine = receiver.spans().filter((span) => span.traceId === traceId)
    const [root] = mine.filter(({ parentSpanId }) => parentSpanId === 'b7ad6b7169203331')
    const statements = mine.filter(({ parentSpanId }) => parentSpanId === root!.spanId)

    expect(root).toMatchObject({
      name: 'POST /api/v1/events/{id}/register/',
      attributes: {
        'http.request.method': 'POST',
        'http.route': '/api/v1/events/{id}/register/',
        'http.response.status_code': 200,
        'user.id': userId,
      },
    })
    expect(statements.map(({ attributes }) => attributes['db.query.text'])).toContainEqual(
      expect.stringContaining('WITH asked AS'),
    )
  })

  it('has jobs, and what they ask', () => {
    const spans = receiver.spans()
    const job = spans.find(({ name }) => name === 'job sendEmail')!

    expect(spans.filter(({ parentSpanId }) => parentSpanId === job.spanId).length).toBeGreaterThan(
      1,
    )
  })

  it('is sent to Sentry too', () => {
    const names = receiver
      .reports()
      .filter(({ type }) => type === 'transaction')
      .map(({ body }) => body.transaction)

    expect(names).toContain('POST /api/v1/auth/login/')
  })
})

describe('nothing that leaves the server', () => {
  it('holds a secret that was used', () => {
    const all = [server.out(), server.err(), metrics, ...receiver.received].join('\n')
    const seen = [...secrets].filter(([, value]) => all.includes(value)).map(([name]) => name)

    expect([secrets.size, told.misread.status, seen]).toEqual([16, 500, []])
  })

  it('tells Sentry who somebody is, beyond their id', () => {
    const all = receiver.received.filter((one) => one.includes('"sdk"')).join('\n')

    expect(all).not.toContain(attendee.email)
    expect(all).not.toContain('127.0.0.1"')
  })
})
