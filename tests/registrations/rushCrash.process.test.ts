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
import { soak } from '../support/soak.ts'
import { cloneTemplate, dropDatabase } from '../support/template.ts'
import { clusterUrl, newDataDir } from '../support/testPlatform.ts'
import type { Event } from '../../src/payload-types.ts'

/** A rush on two servers, one of which is killed in the middle and started again. */
const clients = soak(1000, 5000)
const places = soak(100, 500)

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
}, 60_000)

afterAll(async () => {
  agent.destroy()
  for (const server of servers) server.kill('SIGTERM')
  await Promise.all(servers.map((server) => server.waitForExit()))
  killServers()
  await database.end()
  await dropDatabase(clusterUrl(), databaseUrl)
}, 60_000)

interface Answer {
  status: number
  body: {
    code?: string
    position?: number
    registration?: { id: number; ticket_code: string }
  }
}

/** @throws when the connection breaks before there is an answer */
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

interface Told extends Answer {
  /** How many tries were lost on the way; whether they took the place nobody was told. */
  lost: number
  keyed: boolean
}

/** A client that tries the other server when one does not answer, until it knows. */
async function insist(path: string, headers: Record<string, string>, first: number): Promise<Told> {
  for (let attempt = 0; ; attempt += 1) {
    const server = servers[(first + attempt) % servers.length]!
    try {
      const answer = await post(`${server.url}${path}`, headers)
      // The first try may still be on its way to the database, without the server that sent it.
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

/** Whether what a client was told is what is written. */
function isTrue({ status, body, lost, keyed }: Told, row: Row | undefined): boolean {
  if (!row) return false
  if (status === 200)
    return row.state === 'confirmed' && row.code === body.registration!.ticket_code
  if (status === 202) return row.state === 'waitlisted' && row.rank === body.position
  // Only who lost an answer, and sent no key to have it again, may hear that they have a place already.
  return !keyed && status === 409 && body.code === 'already_registered' && lost > 0
}

async function rush() {
  const admin = await signInAdmin(servers[0]!.url)
  const event = await publishEvent(admin, { maxParticipants: places, waitlistEnabled: true })
  const people = await database.people(clients)
  let answered = 0
  const told = Promise.all(
    people.map(async ({ id, token }, index) => {
      // Apps by their own door, the others by the panel's: both lead to the same seats.
      const ways: [string, Record<string, string>][] = [
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
      const answer = await insist(...ways[index % ways.length]!, index)
      answered += 1
      return { id, answer }
    }),
  )
  while (answered < clients / 4) await new Promise((resolve) => setTimeout(resolve, 1))
  const { url } = servers[1]!
  servers[1]!.kill('SIGKILL')
  await servers[1]!.ended
  servers[1] = await startServer({ env: { ...env, PORT: new URL(url).port } })
  const answers = await told
  const rows = await rowsOf(event)
  const byUser = new Map(rows.map((row) => [row.user, row]))
  return {
    rows,
    lies: answers.filter(({ id, answer }) => !isTrue(answer, byUser.get(id))),
    lost: answers.filter(({ answer }) => answer.lost > 0).length,
    broken: await database.brokenInvariants(),
  }
}

describe('a rush on two servers, of which one is killed and started again', () => {
  it('gives out each place once, keeps the queue in order, and tells everybody the truth', async () => {
    const { rows, lies, lost, broken } = await rush()

    console.log(`${clients} clients, ${lost} of whom lost an answer`)
    expect(rows.filter(({ state }) => state === 'confirmed')).toHaveLength(places)
    expect(rows.filter(({ state }) => state === 'waitlisted')).toHaveLength(clients - places)
    expect(lies).toEqual([])
    expect(lost).toBeGreaterThan(0)
    expect(broken).toEqual([])
  }, 120_000)

  it('is seen to go wrong when nothing guards the seats', async () => {
    await database.rows('ALTER TABLE event_seats DROP CONSTRAINT event_seats_never_oversold')
    await database.rows('ALTER TABLE registrations DISABLE TRIGGER registrations_count_inserted')

    const { rows, broken } = await rush()

    expect(rows.filter(({ state }) => state === 'confirmed').length).toBeGreaterThan(places)
    expect(broken).not.toEqual([])
  }, 120_000)
})
