import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebSocket } from 'ws'

import { PushMessage } from '../../src/http/push/pushMessage.ts'
import { handshakesFor, PushSocket } from '../../src/http/push/webSocket.ts'
import { servicesOf } from '../../src/shared/services.ts'
import { createEvent } from '../factories/events.ts'
import { accessTokenOf, signedInApp, signedInApps } from '../support/callers.ts'
import { eventually } from '../support/eventually.ts'
import { LiveClient, type Received, StreamClient } from '../support/liveClient.ts'
import { poolOf } from '../support/pool.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

let platform: TestPlatform

beforeAll(async () => {
  platform = await startTestPlatform({
    RATE_LIMITS: 'off',
    LIVE_CONNECTIONS_ADDRESS: '5',
    LIVE_CONNECTIONS_USER: '2',
  })
})

afterAll(() => platform.stop())

const live = () => servicesOf(platform.payload).live
const closed = () =>
  eventually(
    async () => live().counts.connections,
    ({ sse, websocket }) => sse + websocket === 0,
  )

/** The most messages of a type within any second. */
function mostInSecond(arrivals: Received[], type: string): number {
  const times = arrivals.filter(({ message }) => message.type === type).map(({ at }) => at)
  return Math.max(
    ...times.map((from) => times.filter((at) => at >= from && at < from + 1000).length),
  )
}

describe('during a rush', () => {
  it('a client gets at most four messages a second, and the last state', async () => {
    const { id } = await createEvent(platform.payload, { maxParticipants: 500 })
    const client = await LiveClient.connect(platform.url)
    const stream = await StreamClient.open(`${platform.url}/api/v1/events/${id}/live/`)
    await client.subscribe(id)
    const people = await signedInApps(platform, 150)
    // One after another: each is a change of its own.
    for (const { app } of people) await app.post(`events/${id}/register/`, {})

    await client.next('seats', { registered_count: 150 })
    await stream.next('seats', { registered_count: 150 })
    const seats = client.received.filter(({ type }) => type === 'seats')
    expect(seats.length).toBeGreaterThan(1)
    expect(seats.length).toBeLessThan(75)
    expect(mostInSecond(client.arrivals, 'seats')).toBeLessThanOrEqual(4)
    const counts = seats.map(({ registered_count: count }) => count as number)
    expect(counts).toEqual(counts.toSorted((one, other) => one - other))
    await Promise.all([client.close(), stream.close()])
    await closed()
  }, 30_000)
})

describe('while messages of other servers may be lost', () => {
  it('what is watched is read every second, also what nobody has announced', async () => {
    const { id } = await createEvent(platform.payload)
    const client = await LiveClient.connect(platform.url)
    await client.subscribe(id)
    const publisher = servicesOf(platform.payload).invalidationPublisher
    const stop = setInterval(() => (publisher.isConnected = false), 1)
    await poolOf(platform.payload).query(`UPDATE events SET title = 'By hand' WHERE id = $1`, [id])
    expect(await client.next('updated')).toEqual({ type: 'updated', event: id, fields: ['title'] })
    clearInterval(stop)
    publisher.isConnected = true
    await client.close()
    await closed()
  })
})

describe('connections are bounded', () => {
  it('of one address, and of none that has closed', async () => {
    const clients = await Promise.all(
      Array.from({ length: 5 }, () => LiveClient.connect(platform.url)),
    )
    const { id } = await createEvent(platform.payload)
    const response = await fetch(`${platform.url}/api/v1/events/${id}/live/`)
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, '30'])
    await expect(LiveClient.connect(platform.url)).rejects.toThrow('429')
    await clients[0]!.close()
    await (await LiveClient.connect(platform.url)).close()
    await Promise.all(clients.slice(1).map((client) => client.close()))
    await closed()
  })

  it('of one user, on sockets and streams together', async () => {
    const { id } = await signedInApp(platform)
    const token = accessTokenOf(platform.payload, id)
    const headers = { Authorization: `Bearer ${token}` }
    const stream = await StreamClient.open(`${platform.url}/api/v1/me/live/`, headers)
    const client = await LiveClient.connect(platform.url)
    await client.signIn(token)
    const more = await LiveClient.connect(platform.url)
    more.send({ type: 'auth', token })
    expect(await more.next('error')).toEqual({ type: 'error', code: 'too_many_connections' })
    expect((await more.closed).code).toBe(4429)
    expect((await fetch(`${platform.url}/api/v1/me/live/`, { headers })).status).toBe(429)
    // Another sign-in of the same user on the same connection is no further one.
    await client.signIn(token)
    await Promise.all([client.close(), stream.close()])
    await closed()
  })
})

describe('a client that does not read', () => {
  it('is disconnected, and nothing is kept for it', async () => {
    const handshakes = handshakesFor('robo-events.v1')
    const server = createServer()
    const ended = new Promise<string>((resolve) => {
      server.on('upgrade', (req, connection, head) => {
        handshakes.handleUpgrade(req, connection, head, (webSocket) => {
          const socket = new PushSocket(webSocket, connection)
          socket.handle({ onMessage: () => undefined, onClose: resolve })
          const message = new PushMessage({ type: 'long', data: { text: 'x'.repeat(30_000) } })
          const timer = setInterval(() => socket.push(message), 1)
          connection.once('close', () => clearInterval(timer))
        })
      })
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const client = new WebSocket(`ws://127.0.0.1:${port}/`, 'robo-events.v1')
    client.on('error', () => undefined)
    await once(client, 'open')
    client.pause()
    expect(await ended).toBe('slow')
    client.terminate()
    server.close()
  }, 20_000)
})

describe('a server that stops', () => {
  it('closes its connections one after another, and takes no more', async () => {
    const { id } = await createEvent(platform.payload)
    const clients = await Promise.all([1, 2, 3].map(() => LiveClient.connect(platform.url)))
    const stream = await StreamClient.open(`${platform.url}/api/v1/events/${id}/live/`)
    await stream.next('seats')
    const order: number[] = []
    clients.forEach((client, index) => void client.closed.then(() => order.push(index)))
    await live().close(0.4)
    const codes = await Promise.all(clients.map(async ({ closed: end }) => (await end).code))
    await stream.ended
    expect(codes).toEqual([1012, 1012, 1012])
    expect(order).toEqual([0, 1, 2])
    await expect(LiveClient.connect(platform.url)).rejects.toThrow('503')
    expect((await fetch(`${platform.url}/api/v1/events/${id}/live/`)).status).toBe(503)
  })
})
