import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { randomUUID } from 'node:crypto'
import { connect } from 'node:net'
import pg from 'pg'

import { eventData } from '../factories/events.ts'
import { type ApiResponse, appOf, type Client } from '../support/client.ts'
import { lockSeats, untilLockWaits } from '../support/seatLocks.ts'
import { adminPassword, publishEvent, secret, signInAdmin } from '../support/serverDatabase.ts'
import { eventually } from '../support/eventually.ts'
import { killServers, type ServerProcess, startServer } from '../support/serverProcess.ts'
import { cloneTemplate, dropDatabase } from '../support/template.ts'
import { clusterUrl, newDataDir } from '../support/testPlatform.ts'

/** Three servers on one database: two die in the middle of a request, one takes the retries. */
let databaseUrl: string
let pool: pg.Pool
let doomed: ServerProcess[]
let heir: ServerProcess
let app: Client
let access: string

beforeAll(async () => {
  databaseUrl = await cloneTemplate(clusterUrl())
  pool = new pg.Pool({ connectionString: databaseUrl, max: 5 })
  pool.on('error', () => undefined)
  const start = async () =>
    startServer({
      env: {
        DATABASE_URL: databaseUrl,
        DATA_DIR: await newDataDir(),
        PAYLOAD_SECRET: secret,
        ADMIN_PASSWORD: adminPassword,
      },
    })
  const [first, ...others] = await Promise.all([start(), start(), start()])
  heir = first!
  doomed = others
  const login = { username: 'admin', password: adminPassword }
  access = (await appOf(heir.url).post('auth/login/', login)).body.access
  app = appOf(heir.url, access)
}, 60_000)

afterAll(async () => {
  killServers()
  await heir.ended
  await pool.end()
  await dropDatabase(clusterUrl(), databaseUrl)
})

const isReplay = ({ headers }: ApiResponse) => headers.get('idempotency-replayed') === 'true'

const anEvent = async () => (await publishEvent(await signInAdmin(heir.url), eventData())).id

const registrationsOf = async (eventId: number) => {
  const { rows } = await pool.query<{ id: number }>(
    'SELECT id FROM registrations WHERE event_id = $1',
    [eventId],
  )
  return rows
}

/** Asks for a place and never reads the answer. */
function askAndNeverListen(server: ServerProcess, eventId: number, key: string) {
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
  it('after the commit: the retry on another gets the first answer, and there is one place', async () => {
    const eventId = await anEvent()
    const key = randomUUID()
    const server = doomed[0]!
    const socket = askAndNeverListen(server, eventId, key)
    const [kept] = await eventually(
      () => registrationsOf(eventId),
      (rows) => rows.length > 0,
    )

    server.kill('SIGKILL')
    await server.ended
    socket.destroy()
    const headers = { 'Idempotency-Key': key }
    const retry = await app.post(`events/${eventId}/register/`, undefined, { headers })

    expect([retry.status, isReplay(retry)]).toEqual([200, true])
    expect(retry.body.registration.id).toBe(kept!.id)
    expect(await registrationsOf(eventId)).toHaveLength(1)
  })

  it('before the commit: nothing is left of it, and the retry is done', async () => {
    const eventId = await anEvent()
    const key = randomUUID()
    const server = doomed[1]!
    const letGo = await lockSeats(pool, eventId)
    const socket = askAndNeverListen(server, eventId, key)
    await untilLockWaits(pool, 1)

    server.kill('SIGKILL')
    await server.ended
    socket.destroy()
    await letGo()
    const headers = { 'Idempotency-Key': key }
    const again = () => app.post(`events/${eventId}/register/`, undefined, { headers })
    // PostgreSQL needs a moment to notice that its client is gone.
    const retry = await eventually(again, ({ status }) => status === 200)

    expect(isReplay(retry)).toBe(false)
    expect(await registrationsOf(eventId)).toHaveLength(1)
    const replay = await again()
    expect([isReplay(replay), replay.body]).toEqual([true, retry.body])
  })
})
