import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { randomUUID } from 'node:crypto'
import { request } from 'node:http'

import { createEvent } from '../factories/events.ts'
import { password } from '../factories/users.ts'
import { signedInApp } from '../support/callers.ts'
import { appOf, type Client } from '../support/client.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

const limits = {
  RATE_LIMIT_REQUESTS: '30/600',
  RATE_LIMIT_SIGN_IN: '20/900',
  RATE_LIMIT_SIGN_IN_ADDRESS: '3/900',
  RATE_LIMIT_SIGN_IN_ACCOUNT: '4/60',
  RATE_LIMIT_REFRESH: '5/60',
  RATE_LIMIT_SIGN_UP: '2/3600',
  RATE_LIMIT_MAIL: '2/3600',
  RATE_LIMIT_MAIL_ADDRESS: '3/3600',
  RATE_LIMIT_REGISTER: '4/60',
  RATE_LIMIT_KEYED: '3/3600',
}

let platform: TestPlatform
let anyone: Client
let eventId: number

beforeAll(async () => {
  platform = await startTestPlatform({ ...limits, TRUSTED_PROXIES: '127.0.0.1' })
  anyone = appOf(platform.url)
  eventId = (await createEvent(platform.payload)).id
})

afterAll(() => platform.stop())

let addresses = 0
/** A client's address that nobody has come from before. */
const newAddress = () => `198.51.${Math.floor(++addresses / 250)}.${addresses % 250}`

const from = (address: string) => ({ headers: { 'X-Forwarded-For': address } })

/** What makes the requests that one limit counts: by one client, or by one user from anywhere. */
type Attempt = () => Promise<{ status: number; headers: Headers }>

const sameAddress = (path: string, bodyOf: () => unknown) => () => {
  const address = newAddress()
  return () => anyone.post(path, bodyOf(), from(address))
}

const newName = () => `robot-${randomUUID()}`

const newAccount = () => {
  const name = newName()
  return { username: name, email: `${name}@example.com`, password: 'x', password_confirm: 'x' }
}

/** With an `Idempotency-Key` that was not used before. */
const withKey = (headers: Record<string, string>) => ({
  headers: { ...headers, 'Idempotency-Key': randomUUID() },
})

/** A new user who asks for a place, or for seats to be held, each time from another address. */
const claims =
  (ask: (app: Client, sending: ReturnType<typeof from>) => ReturnType<Attempt>) => async () => {
    const { app } = await signedInApp(platform)
    return () => ask(app, from(newAddress()))
  }

const rows: [limit: string, surface: string, start: () => Attempt | Promise<Attempt>][] = [
  [
    'REQUESTS',
    'any route',
    () => {
      const address = newAddress()
      return () => anyone.get('events/', from(address))
    },
  ],
  ['SIGN_IN_ADDRESS', 'v1', sameAddress('auth/login/', () => ({ username: newName(), password }))],
  [
    'SIGN_IN_ADDRESS',
    'REST',
    sameAddress('/api/users/login', () => ({ username: newName(), password })),
  ],
  [
    'SIGN_IN_ACCOUNT',
    'v1',
    () => {
      const username = newName()
      return () => anyone.post('auth/login/', { username, password }, from(newAddress()))
    },
  ],
  ['REFRESH', 'v1', sameAddress('auth/refresh/', () => ({ refresh: 'none' }))],
  ['SIGN_UP', 'v1', sameAddress('auth/register/', newAccount)],
  ['SIGN_UP', 'REST', sameAddress('/api/users', newAccount)],
  [
    'MAIL',
    'REST',
    () => {
      const email = `${newName()}@example.com`
      return () => anyone.post('/api/users/forgot-password', { email }, from(newAddress()))
    },
  ],
  [
    'MAIL_ADDRESS',
    'v1',
    sameAddress('auth/password/forgot/', () => ({ email: `${newName()}@example.com` })),
  ],
  [
    'MAIL_ADDRESS',
    'REST',
    sameAddress('/api/users/forgot-password', () => ({ email: `${newName()}@example.com` })),
  ],
  [
    'KEYED',
    'an anonymous caller of v1',
    () => {
      const address = newAddress()
      return () =>
        anyone.post('auth/email/confirm/', { token: 'none' }, withKey(from(address).headers))
    },
  ],
  [
    'KEYED',
    'a user of v1, from any address',
    async () => {
      const { app } = await signedInApp(platform)
      return () => app.post('events/', {}, withKey(from(newAddress()).headers))
    },
  ],
  [
    'REGISTER',
    'v1',
    claims((app, sending) => app.post(`events/${eventId}/register/`, undefined, sending)),
  ],
  [
    'REGISTER',
    'v1 through the router',
    claims((app, sending) => app.post(`events/${eventId}/register/?usual=no`, undefined, sending)),
  ],
  [
    'REGISTER',
    'a hold',
    claims((app, sending) => app.post(`events/${eventId}/hold/`, {}, sending)),
  ],
  [
    'REGISTER',
    'the endpoint of Payload',
    claims((app, sending) => app.post(`/api/events/${eventId}/register`, undefined, sending)),
  ],
  [
    'REGISTER',
    'REST',
    claims((app, sending) => app.post('/api/registrations', { event: eventId }, sending)),
  ],
]

it.each(rows)(
  'RATE_LIMIT_%s holds, and only for whom it is meant: %s',
  async (limit, _surface, start) => {
    const [quota, window] = limits[`RATE_LIMIT_${limit}` as keyof typeof limits]
      .split('/')
      .map(Number)
    const attempt = await start()
    const statuses = []
    for (let times = 0; times < quota!; times += 1) statuses.push((await attempt()).status)

    const { status, headers } = await attempt()

    expect(statuses).not.toContain(429)
    expect(status).toBe(429)
    const seconds = headers.get('retry-after')
    expect(Number(seconds)).toBeLessThanOrEqual(window!)
    expect(headers.get('ratelimit-policy')).toMatch(
      new RegExp(`^"[a-z-]+";q=${quota};w=${window}$`),
    )
    expect(headers.get('ratelimit')).toMatch(new RegExp(`^"[a-z-]+";r=0;t=${seconds}$`))
    const other = await start()
    expect((await other()).status).not.toBe(429)
  },
)

it('whoever is let through learns how many are left', async () => {
  const { app } = await signedInApp(platform)

  const { headers } = await app.post(`events/${eventId}/register/`)

  expect(headers.get('ratelimit-policy')).toBe('"register";q=4;w=60')
  expect(headers.get('ratelimit')).toBe('"register";r=3;t=60')
})

it('of the whole of requests nobody learns: caches would keep it', async () => {
  const { headers } = await anyone.get('events/', from(newAddress()))

  expect(headers.get('ratelimit')).toBeNull()
})

it('no limit keeps an orchestrator from its probes', async () => {
  const sending = from(newAddress())
  for (let times = 0; times < 31; times += 1) await anyone.get('health/', sending)

  const statuses = []
  for (const path of ['v1/events/', 'events', 'health/live', 'health/ready']) {
    statuses.push((await anyone.get(`/api/${path}`, sending)).status)
  }

  expect(statuses).toEqual([429, 429, 200, 200])
})

it('one GraphQL request cannot do many times what it may do a few times', async () => {
  const { id, app } = await signedInApp(platform)
  const claims = Array.from(
    { length: 6 },
    (_, index) => `c${index}: createRegistration(
      data: { event: ${eventId}, user: ${id}, seats: 1, state: confirmed }) { id }`,
  )

  const { body } = await app.post('/api/graphql', { query: `mutation { ${claims.join(' ')} }` })

  const refused = (body.errors as { extensions: { statusCode: number } }[]).filter(
    ({ extensions }) => extensions.statusCode === 429,
  )
  expect(refused).toHaveLength(2)
})

describe('who is asking', () => {
  /** Asks from one of this machine's own addresses, of which one is a trusted proxy's. */
  const ask = (localAddress: string, headers: Record<string, string>) =>
    new Promise<{ status: number; next: string | null }>((resolve, reject) => {
      const path = '/api/v1/events/?page_size=1'
      const sent = request(`${platform.url}${path}`, { localAddress, headers }, (res) => {
        let text = ''
        res.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
        res.on('end', () => {
          resolve({ status: res.statusCode!, next: JSON.parse(text).next ?? null })
        })
      })
      sent.on('error', reject).end()
    })

  const forwarded = (address: string) => ({
    'X-Forwarded-For': address,
    'X-Forwarded-Proto': 'https',
    Host: 'events.example.com',
    'X-Forwarded-Host': 'evil.example',
  })

  beforeAll(async () => {
    await createEvent(platform.payload)
  })

  it('is what a trusted proxy says, and how they came', async () => {
    const { next } = await ask('127.0.0.1', forwarded(newAddress()))

    expect(next).toMatch(/^https:\/\/events\.example\.com\/api\/v1\/events\//)
  })

  it('is nobody that a stranger names', async () => {
    const answers = []
    for (let times = 0; times < 31; times += 1) {
      answers.push(await ask('127.0.0.2', forwarded(newAddress())))
    }

    expect(answers[0]!.next).toMatch(/^http:\/\/events\.example\.com\//)
    expect(answers.at(-1)!.status).toBe(429)
  })

  it('is whom the trusted proxy has met, whatever that client has written before', async () => {
    const real = newAddress()
    const answers = []
    for (let times = 0; times < 31; times += 1) {
      answers.push(await ask('127.0.0.1', forwarded(`${newAddress()}, ${real}`)))
    }

    expect(answers.at(-1)!.status).toBe(429)
  })
})
