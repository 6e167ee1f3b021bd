import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { randomUUID } from 'node:crypto'
import { connect } from 'node:net'

import { createEvent } from '../factories/events.ts'
import { accessTokenOf, signedInApp } from '../support/callers.ts'
import type { ApiResponse, Client } from '../support/client.ts'
import { eventually } from '../support/eventually.ts'
import { poolOf } from '../support/pool.ts'
import { lockSeats, untilLockWaits } from '../support/seatLocks.ts'
import { startSecondServer } from '../support/secondServer.ts'
import { killServers, type ServerProcess } from '../support/serverProcess.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

/**
 * Three servers on one database. Two run as processes and are killed in the middle of a request. The
 * third, in this process, gets the retries.
 */
let platform: TestPlatform
let doomed: ServerProcess[]
let app: Client
let access: string

beforeAll(async () => {
  platform = await startTestPlatform()
  doomed = await Promise.all([startSecondServer(platform), startSecondServer(platform)])
  const user = await signedInApp(platform)
  app = user.app
  access = accessTokenOf(platform.payload, user.id)
}, 180_000)

afterAll(async () => {
  killServers()
  await platform.stop()
})

const isReplay = ({ headers }: ApiResponse) => headers.get('idempotency-replayed') === 'true'

const newEventId = async () => (await createEvent(platform.payload)).id

const registrationsOf = async (eventId: number) => {
  const { rows } = await poolOf(platform.payload).query<{ id: number }>(
    'SELECT id FROM registrations WHERE event_id = $1',
    [eventId],
  )
  return rows
}

/** Registers for the event and never reads the response. */
function registerWithoutReading(server: ServerProcess, eventId: number, key: string) {
  const { hostname, port } = new URL(server.url)
  const socket = connect(Number(port), hostname)
  socket.on('error', () => undefined)
  socket.pause()
  socket.write(
    [
      `POST /api/v1/events/${eventId}/register/ HTTP/1.1`,
      `Host: ${hostname}`,
      `Authorization: Bearer ${access}`,
      `Idempotency-Key: ${key}`,
      'Content-Length: 0',
      '',
      '',
    ].join('\r\n'),
  )
  return socket
}

describe('a server that is killed', () => {
  it('after the commit: a retry on another server gets the first response, and one seat is taken', async () => {
    const eventId = await newEventId()
    const key = randomUUID()
    const server = doomed[0]!
    const socket = registerWithoutReading(server, eventId, key)
    const [registration] = await eventually(
      () => registrationsOf(eventId),
      (rows) => rows.length > 0,
      180_000,
    )

    server.kill('SIGKILL')
    await server.ended
    socket.destroy()
    const headers = { 'Idempotency-Key': key }
    const retry = await app.post(`events/${eventId}/register/`, undefined, { headers })

    expect([retry.status, isReplay(retry)]).toEqual([200, true])
    expect(retry.body.registration.id).toBe(registration!.id)
    expect(await registrationsOf(eventId)).toHaveLength(1)
  })

  it('before the commit: the request leaves nothing behind, and the retry registers', async () => {
    const eventId = await newEventId()
    const key = randomUUID()
    const server = doomed[1]!
    const releaseSeats = await lockSeats(poolOf(platform.payload), eventId)
    const socket = registerWithoutReading(server, eventId, key)
    await untilLockWaits(poolOf(platform.payload), 1)

    server.kill('SIGKILL')
    await server.ended
    socket.destroy()
    await releaseSeats()
    const headers = { 'Idempotency-Key': key }
    const again = () => app.post(`events/${eventId}/register/`, undefined, { headers })
    // PostgreSQL needs a moment to notice that its client has died.
    const retry = await eventually(again, ({ status }) => status === 200, 20_000)

    expect(isReplay(retry)).toBe(false)
    expect(await registrationsOf(eventId)).toHaveLength(1)
    const replay = await again()
    expect([isReplay(replay), replay.body]).toEqual([true, retry.body])
  })
})
