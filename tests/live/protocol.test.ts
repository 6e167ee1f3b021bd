import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'

import { createEvent } from '../factories/events.ts'
import { accessTokenOf, signedInApp, signedInApps } from '../support/callers.ts'
import { LiveClient } from '../support/liveClient.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

let platform: TestPlatform

beforeAll(async () => {
  platform = await startTestPlatform({ RATE_LIMITS: 'off' })
})

afterAll(() => platform.stop())

const connect = (headers?: Record<string, string>, protocols?: string[]) =>
  LiveClient.connect(platform.url, headers, protocols)

const tokenOf = (userId: number, version?: number) =>
  accessTokenOf(platform.payload, userId, version)

const seatsFor = (event: number, registered: number, left: number, waiting = 0) => ({
  event,
  registered_count: registered,
  seats_left: left,
  waitlist_count: waiting,
})

describe('a WebSocket', () => {
  it('tells the seats at once and on every change', async () => {
    const { id } = await createEvent(platform.payload, { maxParticipants: 10 })
    const [one, other] = await signedInApps(platform, 2)
    await one!.app.post(`events/${id}/register/`, {})
    const client = await connect()

    expect(client.socket.protocol).toBe('robo-events.v1')
    expect(await client.subscribe(id)).toEqual({ type: 'subscribed', ...seatsFor(id, 1, 9) })
    await other!.app.post(`events/${id}/register/`, {})
    expect(await client.next('seats')).toEqual({ type: 'seats', ...seatsFor(id, 2, 8) })
    await other!.app.delete(`events/${id}/register/`)
    expect(await client.next('seats')).toEqual({ type: 'seats', ...seatsFor(id, 1, 9) })
    await client.close()
  })

  it('tells what changes, by the names of v1, and a cancellation', async () => {
    const { id: admin, app } = await signedInApp(platform, 'admin')
    const { id } = await createEvent(platform.payload, { createdBy: admin })
    const client = await connect()
    await client.subscribe(id)

    await app.patch(`events/${id}/`, { title: 'Nut Night', max_participants: 77 })
    expect(await client.next('updated')).toEqual({
      type: 'updated',
      event: id,
      fields: ['title', 'max_participants'],
    })
    expect(await client.next('seats')).toMatchObject({ seats_left: 77 })
    await app.patch(`events/${id}/`, { description: 'Robots carry nuts.' })
    expect(await client.next('updated')).toMatchObject({ fields: ['description'] })
    await app.patch(`events/${id}/`, { status: 'cancelled' })
    expect(await client.next('cancelled')).toEqual({ type: 'cancelled', event: id })
    expect(client.received.filter(({ type }) => type === 'updated')).toHaveLength(2)
    await client.close()
  })

  it('tells a user of their own registrations, and of their position', async () => {
    const { id } = await createEvent(platform.payload, {
      maxParticipants: 1,
      waitlistEnabled: true,
    })
    const [first, second, third] = await signedInApps(platform, 3)
    const client = await connect()
    expect(await client.signIn(tokenOf(third!.id))).toEqual({
      type: 'authenticated',
      user: third!.id,
    })
    await first!.app.post(`events/${id}/register/`, {})
    await second!.app.post(`events/${id}/register/`, {})
    await third!.app.post(`events/${id}/register/`, {})

    const told = (state: string, position: number | null) => ({
      type: 'registration',
      event: id,
      state,
      position,
    })
    expect(await client.next('registration')).toEqual(told('waitlisted', 2))
    await second!.app.delete(`events/${id}/register/`)
    expect(await client.next('registration')).toEqual(told('waitlisted', 1))
    await first!.app.delete(`events/${id}/register/`)
    expect(await client.next('registration')).toEqual(told('confirmed', null))
    await third!.app.delete(`events/${id}/register/`)
    expect(await client.next('registration')).toEqual(told('cancelled', null))
    expect(client.received.filter(({ type }) => type === 'seats')).toEqual([])
    await client.close()
  })

  it('tells each of two connections of a user, and nobody else', async () => {
    const { id } = await createEvent(platform.payload)
    const [mine, other] = await signedInApps(platform, 2)
    const clients = await Promise.all([connect(), connect(), connect()])
    await clients[0].signIn(tokenOf(mine!.id))
    await clients[1].signIn(tokenOf(mine!.id))
    await clients[2].signIn(tokenOf(other!.id))
    await clients[2].subscribe(id)

    await mine!.app.post(`events/${id}/register/`, {})
    for (const client of clients.slice(0, 2)) {
      expect(await client.next('registration')).toMatchObject({ event: id, state: 'confirmed' })
    }
    await clients[2].next('seats')
    expect(clients[2].received.map(({ type }) => type)).not.toContain('registration')
    await Promise.all(clients.map((client) => client.close()))
  })

  it('lists the registrations of the user when it is asked to', async () => {
    const { id } = await createEvent(platform.payload)
    const { id: user, app } = await signedInApp(platform)
    await app.post(`events/${id}/register/`, {})
    const client = await connect()
    client.send({ type: 'registrations' })
    expect(await client.next('error')).toEqual({ type: 'error', code: 'unauthenticated' })
    await client.signIn(tokenOf(user))
    client.send({ type: 'registrations' })
    expect(await client.next('registration')).toMatchObject({ event: id, state: 'confirmed' })
    expect(client.received.filter(({ type }) => type === 'registration')).toHaveLength(1)
    await client.close()
  })

  it('takes the token of the handshake, and answers what came before it was checked as that user', async () => {
    const { id: owner } = await signedInApp(platform)
    const draft = await createEvent(platform.payload, { status: 'draft', createdBy: owner })
    const client = await connect({ Authorization: `Bearer ${tokenOf(owner)}` })
    client.send({ type: 'subscribe', event: draft.id })
    expect(await client.next('authenticated')).toEqual({ type: 'authenticated', user: owner })
    expect(await client.next('subscribed')).toMatchObject({ event: draft.id })
    await client.close()
  })

  it('answers messages in the order in which they came', async () => {
    const { id: owner } = await signedInApp(platform)
    const draft = await createEvent(platform.payload, { status: 'draft', createdBy: owner })
    const client = await connect()
    client.send({ type: 'auth', token: tokenOf(owner) })
    client.send({ type: 'subscribe', event: draft.id })
    client.send({ type: 'ping' })
    await client.next('subscribed')
    expect(client.received.map(({ type }) => type).sort()).toEqual(
      expect.arrayContaining(['authenticated', 'subscribed']),
    )
    await client.close()
  })

  it('ends a subscription', async () => {
    const { id } = await createEvent(platform.payload)
    const { app } = await signedInApp(platform)
    const [quiet, control] = await Promise.all([connect(), connect()])
    await quiet.subscribe(id)
    await control.subscribe(id)
    quiet.send({ type: 'unsubscribe', event: id })
    await quiet.settled()
    await app.post(`events/${id}/register/`, {})
    await control.next('seats')
    await quiet.settled()
    expect(quiet.received.map(({ type }) => type)).not.toContain('seats')
    await Promise.all([quiet.close(), control.close()])
  })

  it('answers to a second sign-in as the other user', async () => {
    const [one, other] = await signedInApps(platform, 2)
    const { id } = await createEvent(platform.payload, { status: 'draft', createdBy: one!.id })
    const client = await connect()
    await client.signIn(tokenOf(one!.id))
    await client.subscribe(id)
    expect(await client.signIn(tokenOf(other!.id))).toMatchObject({ user: other!.id })
    expect(await client.next('error')).toEqual({ type: 'error', code: 'not_found', event: id })
    await client.close()
  })

  it.each([
    ['no JSON', 'hello', { code: 'invalid_message' }],
    ['a list', '[]', { code: 'invalid_message' }],
    ['an unknown type', '{"type":"shout"}', { code: 'invalid_message' }],
    ['no event', '{"type":"subscribe"}', { code: 'invalid_message' }],
    ['a text for an event', '{"type":"subscribe","event":"1"}', { code: 'invalid_message' }],
    ['a fraction', '{"type":"subscribe","event":1.5}', { code: 'invalid_message' }],
    [
      'an unknown event',
      '{"type":"subscribe","event":99999999}',
      { code: 'not_found', event: 99999999 },
    ],
    ['a negative event', '{"type":"subscribe","event":-1}', { code: 'not_found', event: -1 }],
    [
      'a huge event',
      '{"type":"subscribe","event":9007199254740991}',
      { code: 'not_found', event: 9007199254740991 },
    ],
  ])('answers %s with an error, and stays open', async (_name, text, error) => {
    const client = await connect()
    client.send(text)
    expect(await client.next('error')).toEqual({ type: 'error', ...error })
    await client.settled()
    await client.close()
  })

  it('refuses the 101st subscription alone', async () => {
    const client = await connect()
    const { id } = await createEvent(platform.payload)
    const last = await createEvent(platform.payload)
    await client.subscribe(id)
    // Those of unknown events end at once, so they are subscribed to again and again.
    const events = await Promise.all(
      Array.from({ length: 99 }, () => createEvent(platform.payload)),
    )
    for (const event of events) client.send({ type: 'subscribe', event: event.id })
    await client.next('subscribed', { event: events.at(-1)!.id })
    client.send({ type: 'subscribe', event: last.id })
    expect(await client.next('error')).toEqual({
      type: 'error',
      code: 'too_many_subscriptions',
      event: last.id,
    })
    expect(await client.subscribe(id)).toMatchObject({ event: id })
    client.send({ type: 'unsubscribe', event: id })
    expect(await client.subscribe(last.id)).toMatchObject({ event: last.id })
    await client.close()
  })

  it.each([
    ['none', []],
    ['another one as well', ['soap', 'robo-events.v1']],
  ])('takes a client that offers %s as subprotocol', async (_name, protocols) => {
    const client = await connect({}, protocols)
    await client.settled()
    expect(client.socket.protocol).toBe(protocols.length === 0 ? '' : 'robo-events.v1')
    await client.close()
  })
})
