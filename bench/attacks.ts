/**
 * `npm run bench:attacks` attacks a server in each way that once stopped it, one after another, next to a
 * steady load of registrations and reads. It reports how the others fare without and during the attack,
 * the memory of the server, and whether it is healthy afterwards. One server meets all attacks: nothing
 * is restarted between them. `-- --only upgrade,sign-ins` runs some of them.
 */
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import pg from 'pg'

import { startEmbedded } from '../src/runtime/embeddedPostgres/startEmbedded.ts'
import { Tokens } from '../src/features/accounts/tokens.ts'
import { attacks } from './attacks/index.ts'
import type { Order } from './attacks/attacker.ts'
import { type Fared, perSecond, steadyLoad } from './attacks/steadyLoad.ts'
import type { Attack } from './attacks/types.ts'
import { ask, startProgram, startTarget, stopProgram, type Target } from './children.ts'
import { describeMachine } from './machine.ts'
import { type Caller, seedCallers, seedEvents } from './seed.ts'

/** Seconds of the steady load without the attack, and of each attack. */
const seconds = 10

/** Seconds of the attack before its measurement begins. */
const leadSeconds = 3

interface Scene {
  target: Target
  events: number[]
  callers: Caller[]
  attendees: Caller[]
}

const healthOf = async ({ url }: Target) => {
  const response = await fetch(`${url}/api/health`).catch(() => undefined)
  return response?.status ?? 'no response'
}

async function attacked({ target, events, callers, attendees }: Scene, { name, title }: Attack) {
  const load = () => steadyLoad(target.url, seconds, events, callers)
  const alone = await load()
  const attacker = startProgram('benchAttacker')
  try {
    // It reports that it listens: a message before that would be lost.
    await once(attacker, 'message')
    const order: Order = { name, url: target.url, attendees }
    const ended = ask(attacker, order)
    await new Promise((resolve) => setTimeout(resolve, leadSeconds * 1000))
    const during = await load()
    const { memoryBytes } = await target.usage()
    attacker.send('end')
    await ended
    return {
      title,
      alone,
      during,
      memoryBytes,
      after: await load(),
      health: await healthOf(target),
    }
  } finally {
    await stopProgram(attacker)
  }
}

const asText = ({ good, sent, p99 }: Fared) => `${good} of ${sent}, p99 ${p99.toFixed(0)} ms`

function lines({ title, memoryBytes, health, ...phases }: Awaited<ReturnType<typeof attacked>>) {
  const { alone, during, after } = phases
  return [
    '',
    title,
    ...Object.entries({ alone, during, after }).map(
      ([phase, { registrations, reads }]) =>
        `  ${phase.padEnd(7)} registrations ${asText(registrations)}; reads ${asText(reads)}`,
    ),
    `  memory during the attack ${Math.round(memoryBytes / 2 ** 20)} MB; health afterwards: ${health}`,
  ]
}

async function runAll(databaseUrl: string, dataDir: string, wanted: Attack[]) {
  const secret = randomBytes(32).toString('hex')
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 2 })
  pool.on('error', () => undefined)
  const target = await startTarget('serve', {
    DATABASE_URL: databaseUrl,
    DATA_DIR: dataDir,
    PAYLOAD_SECRET: randomBytes(32).toString('hex'),
    TOKEN_KEYS: `bench:${secret}`,
    PANEL: 'off',
    // Each client of the steady load has an address of its own, and each attacker chooses some.
    TRUSTED_PROXIES: 'loopback',
  })
  try {
    const tokens = new Tokens([{ kid: 'bench', secret }])
    const phases = 3
    const count = wanted.length * phases * seconds * perSecond
    const callers = await seedCallers(pool, tokens, count)
    const attendees = await seedCallers(pool, tokens, 10)
    const events = await seedEvents(pool, 100, { capacity: count })
    await pool.query('VACUUM ANALYZE users')
    const { cores, node, loadAverage } = await describeMachine(pool)
    console.log(`${cores} cores, Node ${node}, load average before: ${loadAverage.join(', ')}`)
    for (const attack of wanted) {
      console.log(lines(await attacked({ target, events, callers, attendees }, attack)).join('\n'))
    }
  } finally {
    await target.stop()
    await pool.end()
  }
}

const { values } = parseArgs({ options: { only: { type: 'string', default: '' } } })
const only = values.only.split(',').filter(Boolean)
const wanted = attacks.filter(({ name }) => only.length === 0 || only.includes(name))
const dataDir = await mkdtemp(path.join(tmpdir(), 'robo-events-attacks-'))
const database = await startEmbedded(dataDir)
try {
  await runAll(database.url, dataDir, wanted)
} finally {
  await database.stop()
  await rm(dataDir, { recursive: true, force: true })
}
