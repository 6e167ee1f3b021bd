import { sql } from '@payloadcms/db-postgres/drizzle'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { spawn } from 'node:child_process'
import sharp from 'sharp'

import { poolOf } from '../../src/database/connection.ts'
import { startDemo } from '../../src/runtime/startDemo.ts'
import { fillDemo } from '../../src/features/demo/fillDemo.ts'
import type { Event } from '../../src/payload-types.ts'
import { type Client, clientOf } from '../support/client.ts'
import { findBrokenInvariants } from '../support/invariants.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

let platform: TestPlatform

/** Starts the platform on the database of the test, as an operator does, and stops it. */
function start(...flags: string[]): Promise<string> {
  const server = spawn(process.execPath, ['.build/serve.mjs', ...flags], {
    env: {
      ...process.env,
      NODE_ENV: 'production',
      PORT: '0',
      PANEL: 'off',
      DRAIN_SECONDS: '0',
      LOG_FORMAT: 'pretty',
    },
  })
  let output = ''
  const listen = (chunk: Buffer) => {
    output += chunk.toString()
    // Only one signal: at the second one the server exits at once.
    if (output.includes('/api/health') && !server.killed) server.kill('SIGTERM')
  }
  server.stdout.on('data', listen)
  server.stderr.on('data', listen)
  return new Promise((resolve, reject) =>
    server.on('exit', (code) => (code === 0 ? resolve(output) : reject(new Error(output)))),
  )
}

const count = async (collection: 'events' | 'media' | 'registrations' | 'users') => {
  const { totalDocs } = await platform.payload.count({ collection, overrideAccess: true })
  return totalDocs
}

const counts = async () => ({
  events: await count('events'),
  media: await count('media'),
  registrations: await count('registrations'),
  users: await count('users'),
})

beforeAll(async () => {
  platform = await startTestPlatform()
})

afterAll(async () => {
  expect(await findBrokenInvariants(platform.payload)).toEqual([])
  await platform.stop()
})

describe('an attempt that fails', () => {
  it('leaves an empty database', async () => {
    const database = poolOf(platform.payload)
    await database.execute(
      sql`ALTER TABLE registrations ADD CONSTRAINT no_entry CHECK (checked_in_at IS NULL)`,
    )

    await expect(fillDemo(platform.payload, 'robots-in-vain')).rejects.toMatchObject({
      cause: { constraint: 'no_entry' },
    })

    expect(await counts()).toEqual({ events: 0, media: 0, registrations: 0, users: 0 })
    await database.execute(sql`ALTER TABLE registrations DROP CONSTRAINT no_entry`)
  })

  it('leaves the SVG decoder off, because uploads must not reach it', async () => {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
    await expect(sharp(svg).metadata()).rejects.toThrow('unsupported image format')
  })
})

describe('npm start -- --demo', () => {
  interface Login {
    role: string
    username: string
    email: string
    password: string
  }
  let logins: Login[]
  let staff: Client
  let events: Event[]
  const now = Date.now()

  const signIn = async ({ username, password }: Login) => {
    const { body } = await clientOf(platform.url).post('/api/users/login', { username, password })
    return body
  }

  beforeAll(async () => {
    const output = await start('--demo')
    logins = [...output.matchAll(/^ +(admin|staff|attendee) +(\S+) +(\S+) +(\S+) /gm)].map(
      ([, role, username, email, password]) => ({ role, username, email, password }) as Login,
    )
    const { token } = await signIn(logins.find(({ role }) => role === 'staff')!)
    staff = clientOf(platform.url, token)
    events = (await staff.get('/api/events?limit=100')).body.docs
  }, 180_000)

  const time = (instant: string | null | undefined) => new Date(instant ?? Number.NaN).getTime()
  const isPast = (event: Event) => time(event.endDate) < now
  const isAhead = (event: Event) => event.status === 'published' && time(event.startDate) > now
  const opensLater = (event: Event) => time(event.registrationOpensAt) > now
  const isClosed = (event: Event) => time(event.registrationClosesAt) < now
  const isFull = (event: Event) => event.seatsLeft === 0

  const registrations = async (query: string) =>
    (await staff.get(`/api/registrations?depth=0&limit=100&${query}`)).body

  it('prints logins that work, with their roles', async () => {
    expect(logins.map(({ role }) => role)).toEqual([
      'admin',
      'staff',
      'staff',
      'attendee',
      'attendee',
      'attendee',
    ])
    for (const login of logins) {
      const { user } = await signIn(login)
      expect(user).toMatchObject({ username: login.username, email: login.email, role: login.role })
    }
  })

  it('generates a password when the operator has set DATABASE_URL', () => {
    expect(new Set(logins.map(({ password }) => password)).size).toBe(1)
    expect(logins[0]!.password).not.toBe('robots-at-play')
    expect(logins[0]!.password).toMatch(/^[\w-]{16}$/)
  })

  const kinds: [string, (event: Event) => boolean][] = [
    ['past', isPast],
    ['running now', (event) => time(event.startDate) < now && !isPast(event)],
    ['open for registration', (event) => isAhead(event) && !opensLater(event) && !isFull(event)],
    ['not open for registration yet', (event) => isAhead(event) && opensLater(event)],
    ['closed for registration', (event) => isAhead(event) && isClosed(event)],
    ['full', (event) => isAhead(event) && isFull(event) && !event.waitlistEnabled],
    [
      'full, with a waitlist',
      (event) => isAhead(event) && isFull(event) && event.waitlistCount! > 0,
    ],
    ['a draft', (event) => event.status === 'draft'],
    ['cancelled', (event) => event.status === 'cancelled'],
  ]

  it.each(kinds)('has an event that is %s', (_name, isOfThatKind) => {
    expect(events.filter(isOfThatKind)).not.toEqual([])
  })

  it('has check-ins and cancelled registrations at past events', async () => {
    const ids = events.filter(isPast).map(({ id }) => id)
    const past = `where[event][in]=${ids.join(',')}`

    const checkedIn = await registrations(`${past}&where[checkedInAt][exists]=true`)
    const cancelled = await registrations(`${past}&where[state][equals]=cancelled`)

    expect(checkedIn.totalDocs).toBeGreaterThan(100)
    expect(cancelled.totalDocs).toBeGreaterThan(5)
  })

  it('has no registration outside of the registration period', async () => {
    const byId = new Map(events.map((event) => [event.id, event]))
    const { body } = await staff.get('/api/registrations?depth=0&limit=1000')

    const late = body.docs.filter((registration: { event: number; registeredAt: string }) => {
      const event = byId.get(registration.event)!
      const at = time(registration.registeredAt)
      const closes = Math.min(time(event.registrationClosesAt ?? event.startDate), now)
      return !(at >= time(event.registrationOpensAt ?? event.createdAt) && at < closes)
    })

    expect(body.docs.length).toBeGreaterThan(400)
    expect(late).toEqual([])
  })

  it('stores the reason on the registrations of a cancelled event', async () => {
    const event = events.find(({ status }) => status === 'cancelled')!

    const { docs } = await registrations(`where[event][equals]=${event.id}`)

    expect(docs).not.toEqual([])
    for (const registration of docs) {
      expect(registration).toMatchObject({
        state: 'cancelled',
        cancelReason: `The event was cancelled: ${event.cancellationReason}`,
      })
    }
  })

  it('has cover images that anybody can load, each with an alternative text', async () => {
    const { body } = await clientOf(platform.url).get('/api/media?limit=100')

    expect(body.totalDocs).toBeGreaterThan(10)
    for (const { url, alt, sizes } of body.docs) {
      expect(alt).not.toBe('')
      for (const address of [url, sizes.thumbnail.url, sizes.card.url, sizes.hero.url]) {
        const response = await fetch(`${platform.url}${address}`)
        expect([response.status, response.headers.get('content-type')]).toEqual([200, 'image/jpeg'])
      }
    }
  })

  it('does not change a database that is not empty, and says so', async () => {
    const before = {
      counts: await counts(),
      latest: await staff.get('/api/events?sort=-updatedAt'),
    }

    const output = await start('--demo')

    expect(output).toContain('Demo: the database is not empty, so it was left as it is')
    expect(output).not.toContain('Password')
    const after = { counts: await counts(), latest: await staff.get('/api/events?sort=-updatedAt') }
    expect(after.counts).toEqual(before.counts)
    expect(after.latest.body).toEqual(before.latest.body)
  }, 180_000)

  describe('a later start without --demo', () => {
    const known = 'robots-at-play'
    const signs = (username: string, password: string) =>
      clientOf(platform.url)
        .post('/api/users/login', { username, password })
        .then(({ status }) => status)

    beforeAll(async () => {
      for (const { username } of logins.filter(({ role }) => role !== 'attendee')) {
        await platform.payload.update({
          collection: 'users',
          where: { username: { equals: username } },
          data: { password: username === 'linus' ? 'a password of their own' : known },
          overrideAccess: true,
        })
      }
    })

    it('says that the known password worked, and ends it with its sessions', async () => {
      const { body } = await clientOf(platform.url).post('/api/users/login', {
        username: 'ada',
        password: known,
      })
      const ada = clientOf(platform.url, body.token)
      expect((await ada.get('/api/users?limit=1')).status).toBe(200)

      const output = await start()

      expect(output).toContain('accounts of the demo (ada, grace), whose password everybody knows')
      expect([await signs('ada', known), await signs('grace', known)]).toEqual([401, 401])
      expect((await ada.get('/api/users?limit=1')).status).toBe(403)
    }, 180_000)

    it('leaves passwords alone that were changed, and says nothing the next time', async () => {
      const output = await start()

      expect(output).not.toContain('accounts of the demo')
      expect(await signs('linus', 'a password of their own')).toBe(200)
    }, 180_000)

    it('is followed by one with the demo on its own database: the accounts can sign in again', async () => {
      await startDemo(platform.payload, false)

      expect(await signs('ada', known)).toBe(200)
      expect(await signs('linus', known)).toBe(401)
    })
  })
})
