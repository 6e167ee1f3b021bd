import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { randomUUID } from 'node:crypto'
import { Agent, type RequestOptions, request } from 'node:http'

import {
  adminPassword,
  openServerDatabase,
  publishEvent,
  secret,
  signInAdmin,
} from '../support/serverDatabase.ts'
import { killServers, type ServerProcess, startServer } from '../support/serverProcess.ts'
import { cloneTemplate, dropDatabase } from '../support/template.ts'
import { clusterUrl, newDataDir } from '../support/testPlatform.ts'
import type { Event } from '../../src/payload-types.ts'

/** Many clients register on two servers. One server is killed in the middle and started again. */
const clients = 5000
const places = 500

let databaseUrl: string
let database: ReturnType<typeof openServerDatabase>
let servers: ServerProcess[]
let env: Record<string, string>
const agent = new Agent({ keepAlive: true, maxSockets: 200 })

beforeAll(async () => {
  databaseUrl = await cloneTemplate(clusterUrl())
  env = {
    DATABASE_URL: databaseUrl,
    DATA_DIR: await newDataDir(),
    PAYLOAD_SECRET: secret,
    ADMIN_PASSWORD: adminPassword,
    WORKER: 'external',
  }
  servers = [await startServer({ env })]
  servers.push(await startServer({ env }))
  database = openServerDatabase(databaseUrl)
}, 180_000)

afterAll(async () => {
  agent.destroy()
  for (const server of servers) server.kill('SIGTERM')
  await Promise.all(servers.map((server) => server.waitForExit()))
  killServers()
  await database.end()
  await dropDatabase(clusterUrl(), databaseUrl)
}, 180_000)

interface Answer {
  status: number
  body: {
    code?: string
    position?: number
    registration?: { id: number; ticket_code: string }
  }
}

/** @throws when the connection breaks before the response */
const post = (url: string, headers: Record<string, string>) =>
  new Promise<Answer>((resolve, reject) => {
    const options: RequestOptions = {
      method: 'POST',
      agent,
      headers: { ...headers, 'Content-Length': 0 },
    }
    const sent = request(url, options, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
      response.on('end', () =>
        resolve({ status: response.statusCode!, body: JSON.parse(text) as Answer['body'] }),
      )
      response.on('error', reject)
    })
    sent.on('error', reject).end()
  })

interface FinalAnswer extends Answer {
  /** Attempts without a response. Each may have registered or not. */
  lost: number
  keyed: boolean
}

/** Registers, and tries the other server when one gives no response, until there is one. */
async function registerUntilAnswered(
  path: string,
  headers: Record<string, string>,
  first: number,
): Promise<FinalAnswer> {
  for (let attempt = 0; ; attempt += 1) {
    const server = servers[(first + attempt) % servers.length]!
    try {
      const answer = await post(`${server.url}${path}`, headers)
      // The first attempt may still run in the database, although its server is dead.
      if (answer.body.code === 'idempotency_in_progress') continue
      return { ...answer, lost: attempt, keyed: 'Idempotency-Key' in headers }
    } catch (error) {
      if (attempt > 50) throw error
    }
  }
}

interface Row {
  id: number
  user: number
  state: string
  code: string
  rank: number | null
}

const rowsOf = (event: Event) =>
  database.rows<Row>(
    `SELECT id, user_id AS user, state, ticket_code AS code,
            CASE state WHEN 'waitlisted' THEN
              row_number() OVER (PARTITION BY state ORDER BY id)::int END AS rank
     FROM registrations WHERE event_id = $1 ORDER BY id`,
    [event.id],
  )

/** Whether the response that a client got equals the stored row. */
function isTrue({ status, body, lost, keyed }: FinalAnswer, row: Row | undefined): boolean {
  if (!row) return false
  if (status === 200)
    return row.state === 'confirmed' && row.code === body.registration!.ticket_code
  if (status === 202) return row.state === 'waitlisted' && row.rank === body.position
  // Only a client that lost a response and sent no idempotency key may get `already_registered`.
  return !keyed && status === 409 && body.code === 'already_registered' && lost > 0
}

async function rush() {
  const admin = await signInAdmin(servers[0]!.url)
  const event = await publishEvent(admin, { maxParticipants: places, waitlistEnabled: true })
  const people = await database.people(clients)
  let answered = 0
  const answersOfAll = Promise.all(
    people.map(async ({ id, token }, index) => {
      // Through Payload's route, through v1, and through v1 with an idempotency key.
      const routes: [string, Record<string, string>][] = [
        [`/api/events/${event.id}/register`, { Authorization: `JWT ${token}` }],
        [
          `/api/v1/events/${event.id}/register/`,
          { Authorization: `Bearer ${database.accessToken(id)}` },
        ],
        [
          `/api/v1/events/${event.id}/register/`,
          { Authorization: `Bearer ${database.accessToken(id)}`, 'Idempotency-Key': randomUUID() },
        ],
      ]
      const answer = await registerUntilAnswered(...routes[index % routes.length]!, index)
      answered += 1
      return { id, answer }
    }),
  )
  while (answered < clients / 4) await new Promise((resolve) => setTimeout(resolve, 1))
  const { url } = servers[1]!
  servers[1]!.kill('SIGKILL')
  await servers[1]!.ended
  servers[1] = await startServer({ env: { ...env, PORT: new URL(url).port } })
  const answers = await answersOfAll
  const rows = await rowsOf(event)
  const byUser = new Map(rows.map((row) => [row.user, row]))
  return {
    rows,
    wrong: answers.filter(({ id, answer }) => !isTrue(answer, byUser.get(id))),
    lost: answers.filter(({ answer }) => answer.lost > 0).length,
    broken: await database.brokenInvariants(),
  }
}

describe('a rush on two servers, of which one is killed and started again', () => {
  it('gives each seat once, keeps the waitlist in order, and each response is true', async () => {
    const { rows, wrong, lost, broken } = await rush()

    console.log(`${clients} clients, of which ${lost} lost a response`)
    expect(rows.filter(({ state }) => state === 'confirmed')).toHaveLength(places)
    expect(rows.filter(({ state }) => state === 'waitlisted')).toHaveLength(clients - places)
    expect(wrong).toEqual([])
    expect(lost).toBeGreaterThan(0)
    expect(broken).toEqual([])
  }, 180_000)

  it('breaks the rules when the guards of the seats are removed (control)', async () => {
    await database.rows('ALTER TABLE event_seats DROP CONSTRAINT event_seats_never_oversold')
    await database.rows('ALTER TABLE registrations DISABLE TRIGGER registrations_count_inserted')

    const { rows, broken } = await rush()

    expect(rows.filter(({ state }) => state === 'confirmed').length).toBeGreaterThan(places)
    expect(broken).not.toEqual([])
  }, 180_000)
})
