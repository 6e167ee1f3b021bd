import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { EventSource } from 'eventsource'
import { once } from 'node:events'
import { connect } from 'node:net'

import { servicesOf } from '../../src/shared/services.ts'
import { createEvent } from '../factories/events.ts'
import { accessTokenOf, signedInApp, signedInApps } from '../support/callers.ts'
import { StreamClient } from '../support/liveClient.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

let platform: TestPlatform

beforeAll(async () => {
  platform = await startTestPlatform({ RATE_LIMITS: 'off', CACHE: 'off' })
})

afterAll(() => platform.stop())

const bearer = (userId: number) => ({
  Authorization: `Bearer ${accessTokenOf(platform.payload, userId)}`,
})

const watch = (event: number, headers?: Record<string, string>) =>
  StreamClient.open(`${platform.url}/api/v1/events/${event}/live/`, headers)

const watchMe = (userId: number, headers: Record<string, string> = {}) =>
  StreamClient.open(`${platform.url}/api/v1/me/live/`, { ...bearer(userId), ...headers })

describe('the stream of an event', () => {
  it('begins with the seats, and tells every change, also without the response cache', async () => {
    const { id: admin, app } = await signedInApp(platform, 'admin')
    const { id } = await createEvent(platform.payload, { maxParticipants: 5, createdBy: admin })
    const stream = await watch(id)

    expect(await stream.next('seats')).toEqual({
      type: 'seats',
      event: id,
      registered_count: 0,
      seats_left: 5,
      waitlist_count: 0,
    })
    await app.post(`events/${id}/register/`, {})
    expect(await stream.next('seats')).toMatchObject({ registered_count: 1, seats_left: 4 })
    await app.patch(`events/${id}/`, { location: 'Bergen' })
    expect(await stream.next('updated')).toEqual({
      type: 'updated',
      event: id,
      fields: ['location'],
    })
    await app.patch(`events/${id}/`, { status: 'cancelled' })
    expect(await stream.next('cancelled')).toEqual({ type: 'cancelled', event: id })
    expect(stream.ids).toHaveLength(stream.received.length)
    expect(new Set(stream.ids.slice(0, 4)).size).toBe(4)
    await stream.close()
  })

  it('has the headers that proxies need, and answers at the bare prefix too', async () => {
    const { id } = await createEvent(platform.payload)
    const stream = await StreamClient.open(`${platform.url}/api/events/${id}/live/`)
    const { headers, status } = stream.response
    await stream.next('seats')
    await stream.close()

    expect([status, headers.get('content-type')]).toEqual([200, 'text/event-stream'])
    expect(headers.get('cache-control')).toBe('private, no-store, no-transform')
    expect(headers.get('x-accel-buffering')).toBe('no')
    expect(headers.get('content-encoding')).toBeNull()
  })

  it('answers HEAD with the same headers and no stream', async () => {
    const { id } = await createEvent(platform.payload)
    const response = await fetch(`${platform.url}/api/v1/events/${id}/live/`, { method: 'HEAD' })
    expect([response.status, response.headers.get('content-type'), await response.text()]).toEqual([
      200,
      'text/event-stream',
      '',
    ])
  })

  it('tells a client that resumes what it has missed, and the seats as they are', async () => {
    const { id: admin, app } = await signedInApp(platform, 'admin')
    const { id } = await createEvent(platform.payload, { maxParticipants: 5, createdBy: admin })
    const before = await watch(id)
    await before.next('seats')
    await before.close()
    await app.patch(`events/${id}/`, { title: 'Nut Night', location: 'Bergen' })
    await app.post(`events/${id}/register/`, {})
    await app.patch(`events/${id}/`, { status: 'cancelled' })

    const resumed = await watch(id, { 'Last-Event-ID': before.ids[0]! })
    await resumed.next('seats')
    expect(resumed.received.map(({ type, fields }) => [type, fields])).toEqual([
      ['updated', ['title', 'location']],
      ['cancelled', undefined],
      ['seats', undefined],
    ])
    expect(resumed.received.at(-1)).toMatchObject({ registered_count: 0, seats_left: 5 })
    const again = await watch(id, { 'Last-Event-ID': resumed.ids.at(-1)! })
    await again.next('seats')
    expect(again.received).toHaveLength(1)
    await Promise.all([resumed.close(), again.close()])
  })

  it.each(['', 'x', '99', 'p-short', `p-${'x'.repeat(36)}\u00e9`, 'x'.repeat(5000)])(
    'takes the id %j that it has not given',
    async (id) => {
      const event = await createEvent(platform.payload)
      const stream = await watch(event.id, { 'Last-Event-ID': id })
      expect(await stream.next('seats')).toMatchObject({ event: event.id })
      await stream.close()
    },
  )

  it('ends with an error when the event becomes a draft, and is no stream for others any more', async () => {
    const { id: owner, app } = await signedInApp(platform)
    const { id } = await createEvent(platform.payload, { createdBy: owner })
    const [stream, ownStream] = [await watch(id), await watch(id, bearer(owner))]
    await stream.next('seats')
    await ownStream.next('seats')
    await app.patch(`events/${id}/`, { status: 'draft', title: 'Secret plans' })

    expect(await stream.next('error')).toEqual({ type: 'error', code: 'not_found', event: id })
    await stream.ended
    expect(await ownStream.next('updated')).toMatchObject({ fields: ['title', 'status'] })
    expect((await fetch(`${platform.url}/api/v1/events/${id}/live/`)).status).toBe(404)
    await ownStream.close()
  })

  it('works with the EventSource of browsers', async () => {
    const { id } = await createEvent(platform.payload, { maxParticipants: 5 })
    const { app } = await signedInApp(platform)
    const source = new EventSource(`${platform.url}/api/v1/events/${id}/live/`)
    const next = async () =>
      JSON.parse(((await once(source as never, 'seats')) as { data: string }[])[0]!.data)
    expect(await next()).toMatchObject({ seats_left: 5 })
    await app.post(`events/${id}/register/`, {})
    expect(await next()).toMatchObject({ seats_left: 4 })
    source.close()
  })

  it.each(['GET', 'HEAD'])('answers %s for an unknown event with 404', async (method) => {
    const response = await fetch(`${platform.url}/api/v1/events/99999999/live/`, { method })
    expect(response.status).toBe(404)
  })

  it('lets go of the stream of a client that is cut off', async () => {
    const { id } = await createEvent(platform.payload)
    const { counts } = servicesOf(platform.payload).live
    const before = counts.connections.sse
    const { hostname, port } = new URL(platform.url)
    const socket = connect(Number(port), hostname)
    socket.write(`GET /api/v1/events/${id}/live/ HTTP/1.1\r\nHost: x\r\n\r\n`)
    await once(socket, 'data')
    expect(counts.connections.sse).toBe(before + 1)
    socket.resetAndDestroy()
    while (counts.connections.sse > before) await new Promise((resolve) => setImmediate(resolve))
  })
})

describe("the stream of one's own registrations", () => {
  it('begins with what there is, and tells what changes', async () => {
    const [one, other] = [await createEvent(platform.payload), await createEvent(platform.payload)]
    const { id: user, app } = await signedInApp(platform)
    await app.post(`events/${one.id}/register/`, {})
    const stream = await watchMe(user)

    expect(await stream.next('registration')).toEqual({
      type: 'registration',
      event: one.id,
      state: 'confirmed',
      position: null,
    })
    await app.post(`events/${other.id}/register/`, {})
    expect(await stream.next('registration')).toMatchObject({ event: other.id, state: 'confirmed' })
    await app.delete(`events/${one.id}/register/`)
    expect(await stream.next('registration')).toMatchObject({ event: one.id, state: 'cancelled' })
    await stream.close()
  })

  it('tells a client that resumes of what was cancelled meanwhile', async () => {
    const events = [await createEvent(platform.payload), await createEvent(platform.payload)]
    const { id: user, app } = await signedInApp(platform)
    for (const { id } of events) await app.post(`events/${id}/register/`, {})
    const before = await watchMe(user)
    await before.next('registration')
    await before.close()
    await app.delete(`events/${events[0]!.id}/register/`)

    const resumed = await watchMe(user, { 'Last-Event-ID': before.ids.at(-1)! })
    expect(await resumed.next('registration')).toMatchObject({
      event: events[1]!.id,
      state: 'confirmed',
    })
    expect(await resumed.next('registration')).toMatchObject({
      event: events[0]!.id,
      state: 'cancelled',
    })
    await resumed.close()
  })

  it('needs a token', async () => {
    const response = await fetch(`${platform.url}/api/v1/me/live/`)
    expect([response.status, response.headers.get('www-authenticate')]).toEqual([401, 'Bearer'])
  })

  it('tells nobody of the registrations of others', async () => {
    const { id } = await createEvent(platform.payload)
    const [mine, other] = await signedInApps(platform, 2)
    const [stream, control] = [await watchMe(mine!.id), await watchMe(other!.id)]
    await other!.app.post(`events/${id}/register/`, {})
    await control.next('registration')
    await mine!.app.post(`events/${id}/register/`, {})
    await stream.next('registration')
    expect(stream.received).toHaveLength(1)
    await Promise.all([stream.close(), control.close()])
  })
})
