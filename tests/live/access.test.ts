import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'

import type { Role } from '../../src/features/accounts/rules.ts'
import { tokensOf } from '../../src/features/accounts/tokens.ts'
import { createEvent } from '../factories/events.ts'
import { signedInUser } from '../factories/users.ts'
import { accessTokenOf, signedInApp } from '../support/callers.ts'
import { clientOf } from '../support/client.ts'
import { LiveClient, StreamClient } from '../support/liveClient.ts'
import { poolOf } from '../support/pool.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

let platform: TestPlatform

beforeAll(async () => {
  platform = await startTestPlatform({ RATE_LIMITS: 'off' })
})

afterAll(() => platform.stop())

const run = (statement: string, values: unknown[]) =>
  poolOf(platform.payload).query(statement, values)

const tokenOf = (userId: number, version?: number) =>
  accessTokenOf(platform.payload, userId, version)

const forged = (userId: number) =>
  tokenOf(userId).replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))

const expired = (userId: number) =>
  tokensOf(platform.payload).sign('access', { userId, version: 0, lifetime: -60 })

const refreshToken = (userId: number) =>
  tokensOf(platform.payload).sign('refresh', { userId, version: 0, lifetime: 60 })

const ownedDraft = async () => {
  const { id: owner } = await signedInApp(platform)
  const { id } = await createEvent(platform.payload, { status: 'draft', createdBy: owner })
  return { id, owner }
}

interface Attempt {
  id: number
  owner: number
}

/** How somebody tries to watch a draft that is not theirs. Each returns what they were told. */
const socketOf = (headers: (attempt: Attempt) => Promise<Record<string, string>>) =>
  async function watchBySocket(attempt: Attempt) {
    const client = await LiveClient.connect(platform.url, await headers(attempt))
    client.send({ type: 'subscribe', event: attempt.id })
    const told = await client.next(['error', 'subscribed'])
    await client.close()
    return told.code
  }

const streamOf = (headers: (attempt: Attempt) => Promise<Record<string, string>>) =>
  async function watchByStream(attempt: Attempt) {
    const url = `${platform.url}/api/v1/events/${attempt.id}/live/`
    const response = await fetch(url, { headers: await headers(attempt) })
    await response.body?.cancel()
    return { 401: 'unauthenticated', 404: 'not_found' }[response.status] ?? response.status
  }

const withToken =
  (make: (owner: number) => string | Promise<string>) => async (attempt: Attempt) => ({
    Authorization: `Bearer ${await make(attempt.owner)}`,
  })

const asAttendee = withToken(async () => tokenOf((await signedInApp(platform)).id))
const anonymously = async () => ({})

const withCookie =
  (role: Role, more: Record<string, string>) => async (): Promise<Record<string, string>> => {
    const { token } = await signedInUser(platform.payload, role)
    return { Cookie: `payload-token=${token}`, ...more }
  }

const withPayloadToken = async () => {
  const { token } = await signedInUser(platform.payload, 'staff')
  return { Authorization: `JWT ${token}` }
}

const suspended = withToken(async (owner) => {
  await run('UPDATE users SET suspended = true WHERE id = $1', [owner])
  return tokenOf(owner)
})

const deleted = withToken(async () => {
  const { id } = await signedInApp(platform, 'staff')
  const token = tokenOf(id)
  await run('DELETE FROM users WHERE id = $1', [id])
  return token
})

const formerStaff = withToken(async () => {
  const { id } = await signedInApp(platform, 'staff')
  await run(`UPDATE users SET role = 'attendee' WHERE id = $1`, [id])
  return tokenOf(id)
})

describe('a draft is hidden from', () => {
  it.each([
    ['an anonymous socket', socketOf(anonymously), 'not_found'],
    ['an anonymous stream', streamOf(anonymously), 'not_found'],
    ["another attendee's socket", socketOf(asAttendee), 'not_found'],
    ["another attendee's stream", streamOf(asAttendee), 'not_found'],
    ['a socket with a forged token', socketOf(withToken(forged)), 'unauthenticated'],
    ['a stream with a forged token', streamOf(withToken(forged)), 'unauthenticated'],
    ['a socket with an expired token', socketOf(withToken(expired)), 'unauthenticated'],
    ['a stream with an expired token', streamOf(withToken(expired)), 'unauthenticated'],
    ['a socket with a refresh token', socketOf(withToken(refreshToken)), 'unauthenticated'],
    ['a stream with a refresh token', streamOf(withToken(refreshToken)), 'unauthenticated'],
    [
      'a socket with a revoked token',
      socketOf(withToken((id) => tokenOf(id, 7))),
      'unauthenticated',
    ],
    [
      'a stream with a revoked token',
      streamOf(withToken((id) => tokenOf(id, 7))),
      'unauthenticated',
    ],
    ['a suspended owner’s socket', socketOf(suspended), 'unauthenticated'],
    ['a suspended owner’s stream', streamOf(suspended), 'unauthenticated'],
    ['a deleted user’s socket', socketOf(deleted), 'unauthenticated'],
    ['a deleted user’s stream', streamOf(deleted), 'unauthenticated'],
    ['a former staff member’s socket', socketOf(formerStaff), 'not_found'],
    ['a former staff member’s stream', streamOf(formerStaff), 'not_found'],
    [
      'a socket with another scheme',
      socketOf(async () => ({ Authorization: 'Basic eDp5' })),
      'unauthenticated',
    ],
    [
      'a stream with another scheme',
      streamOf(async () => ({ Authorization: 'Basic eDp5' })),
      'unauthenticated',
    ],
    [
      'a socket with an empty token',
      socketOf(async () => ({ Authorization: 'Bearer' })),
      'unauthenticated',
    ],
    ["a socket with Payload's token of staff", socketOf(withPayloadToken), 'unauthenticated'],
    ["a stream with Payload's token of staff", streamOf(withPayloadToken), 'unauthenticated'],
    [
      'a cookie that is none',
      socketOf(async () => ({ Cookie: 'payload-token=x.y.z' })),
      'not_found',
    ],
    [
      'a page of another site, with the cookie of staff',
      socketOf(withCookie('staff', { Origin: 'https://evil.example' })),
      'not_found',
    ],
    [
      'a cross-site request with that cookie',
      socketOf(
        withCookie('staff', { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.example' }),
      ),
      'not_found',
    ],
    [
      'a page of a neighbour, with that cookie',
      socketOf(
        withCookie('staff', { 'Sec-Fetch-Site': 'same-site', Origin: 'http://x.127.0.0.1' }),
      ),
      'not_found',
    ],
    [
      'an opaque origin, with that cookie',
      socketOf(withCookie('staff', { Origin: 'null' })),
      'not_found',
    ],
    ['an attendee’s cookie', socketOf(withCookie('attendee', {})), 'not_found'],
    ['a stream with the cookie of staff', streamOf(withCookie('staff', {})), 'not_found'],
  ])('%s', async (_name, attempt, code) => {
    expect(await attempt(await ownedDraft())).toBe(code)
  })

  it('nobody who may see it', async () => {
    const { id, owner } = await ownedDraft()
    const staff = withToken(async () => tokenOf((await signedInApp(platform, 'staff')).id))
    const own = withToken(tokenOf)
    const attempts = [socketOf(own), socketOf(staff), socketOf(withCookie('staff', {}))]
    for (const attempt of attempts) expect(await attempt({ id, owner })).toBeUndefined()
    for (const attempt of [streamOf(own), streamOf(staff)]) {
      expect(await attempt({ id, owner })).toBe(200)
    }
  })
})

describe('while it is connected', () => {
  const connected = async (role: Role = 'attendee') => {
    const { id } = await signedInApp(platform, role)
    const client = await LiveClient.connect(platform.url)
    await client.signIn(tokenOf(id))
    return { id, client }
  }

  const changes = {
    'is suspended': 'UPDATE users SET suspended = true WHERE id = $1',
    'has a new password': 'UPDATE users SET token_version = token_version + 1 WHERE id = $1',
    'is deleted': 'DELETE FROM users WHERE id = $1',
  }

  it.each(Object.entries(changes))('a socket of a user who %s is closed', async (_name, change) => {
    const { client, id } = await connected()
    await run(change, [id])
    expect(await client.next('error')).toEqual({ type: 'error', code: 'unauthenticated' })
    expect(await client.closed).toEqual({ code: 4401, reason: 'unauthenticated' })
  })

  it.each(Object.entries(changes))('a stream of a user who %s ends', async (_name, change) => {
    const { id } = await signedInApp(platform)
    const event = await createEvent(platform.payload)
    const headers = { Authorization: `Bearer ${tokenOf(id)}` }
    const streams = [
      await StreamClient.open(`${platform.url}/api/v1/me/live/`, headers),
      await StreamClient.open(`${platform.url}/api/v1/events/${event.id}/live/`, headers),
    ]
    await streams[1]!.next('seats')
    await run(change, [id])
    for (const stream of streams) {
      expect(await stream.next('error')).toEqual({ type: 'error', code: 'unauthenticated' })
      await stream.ended
    }
  })

  it('a socket is closed when its token expires', async () => {
    const { id } = await signedInApp(platform)
    const client = await LiveClient.connect(platform.url)
    const token = tokensOf(platform.payload).sign('access', { userId: id, version: 0, lifetime: 2 })
    await client.signIn(token)
    expect((await client.closed).code).toBe(4401)
    expect(client.received.at(-1)).toEqual({ type: 'error', code: 'unauthenticated' })
  })

  it('a session of the panel that ends closes its socket', async () => {
    const { token } = await signedInUser(platform.payload, 'staff')
    const client = await LiveClient.connect(platform.url, { Cookie: `payload-token=${token}` })
    await client.next('authenticated')
    await clientOf(platform.url, token).post('/api/users/logout')
    expect((await client.closed).code).toBe(4401)
  })

  it('staff who become attendees lose the drafts that they watch, and keep the rest', async () => {
    const { id: draft } = await ownedDraft()
    const event = await createEvent(platform.payload)
    const { client, id } = await connected('staff')
    await client.subscribe(draft)
    await client.subscribe(event.id)
    await run(`UPDATE users SET role = 'attendee' WHERE id = $1`, [id])

    expect(await client.next('error')).toEqual({ type: 'error', code: 'not_found', event: draft })
    const { app } = await signedInApp(platform)
    await app.post(`events/${event.id}/register/`, {})
    expect(await client.next('seats')).toMatchObject({ event: event.id })
    await client.close()
  })

  it('an event that becomes a draft is lost before anything of the draft is told', async () => {
    const { app, id: owner } = await signedInApp(platform)
    const { id } = await createEvent(platform.payload, { createdBy: owner })
    const [other, own] = [
      await LiveClient.connect(platform.url),
      await LiveClient.connect(platform.url),
    ]
    await own.signIn(tokenOf(owner))
    for (const client of [other, own]) await client.subscribe(id)
    await app.patch(`events/${id}/`, { status: 'draft', title: 'Secret plans' })

    expect(await other.next('error')).toEqual({ type: 'error', code: 'not_found', event: id })
    expect(await own.next('updated')).toMatchObject({ fields: ['title', 'status'] })
    await app.patch(`events/${id}/`, { max_participants: 3 })
    await own.next('seats')
    await other.settled()
    expect(other.received.map(({ type }) => type)).toEqual(['subscribed', 'error', 'pong'])
    await app.patch(`events/${id}/`, { status: 'published' })
    await own.next('updated')
    expect(await other.subscribe(id)).toMatchObject({ event: id })
    await Promise.all([other.close(), own.close()])
  })

  it('an event that is deleted is lost', async () => {
    const { app, id: owner } = await signedInApp(platform)
    const { id } = await createEvent(platform.payload, { createdBy: owner })
    const client = await LiveClient.connect(platform.url)
    await client.subscribe(id)
    await app.delete(`events/${id}/`)
    expect(await client.next('error')).toEqual({ type: 'error', code: 'not_found', event: id })
    await client.close()
  })

  it('only organisers are told that registrations may have changed', async () => {
    const { id: owner } = await signedInApp(platform)
    const { id } = await createEvent(platform.payload, { createdBy: owner })
    const clients = await Promise.all([1, 2].map(() => LiveClient.connect(platform.url)))
    await clients[0]!.signIn(tokenOf(owner))
    await clients[1]!.signIn(tokenOf((await signedInApp(platform)).id))
    for (const client of clients) {
      await client.subscribe(id)
      client.send({ type: 'watch', event: id })
      client.send({ type: 'watch' })
      await client.settled()
    }
    const { app } = await signedInApp(platform)
    await app.post(`events/${id}/register/`, {})
    expect(await clients[0]!.next('changed')).toEqual({ type: 'changed', event: id })
    await clients[1]!.next('seats')
    await createEvent(platform.payload)
    await Promise.all(clients.map((client) => client.settled()))
    expect(clients[1]!.received.map(({ type }) => type)).not.toContain('changed')
    await Promise.all(clients.map((client) => client.close()))
  })
})
