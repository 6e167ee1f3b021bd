import type { PostgresAdapter } from '@payloadcms/db-postgres'
import { drizzle } from '@payloadcms/db-postgres/drizzle/node-postgres'
import type pg from 'pg'

import type { Connection } from './connection.ts'
import { withinTimeout } from './health.ts'
import { closePool, openPool } from './pools.ts'

/** Milliseconds that an answer from a replica may be behind the primary; older ones are not given. */
const longestLag = 5000

/** Milliseconds between two looks at how far the replicas are. */
const lookEvery = 500

/** Milliseconds beyond which a replica that does not answer is given up for a statement. */
const timeoutMs = 5000

/** How far the write-ahead log was at a time: on the clock of `performance`, and in bytes. */
interface Mark {
  at: number
  position: number
}

/** A copy of the database that is behind by what is still on its way. */
export interface Replica {
  /** Where it is, without the password. */
  name: string
  /** Runs statements there, or on the primary when that fails. */
  client: pg.Pool
  connection: Connection
  pool: pg.Pool
  /** It has all that was written until then, on the clock of `performance`. */
  freshAsOf: number
  isTrusted: boolean
}

/** Also what is not on the disk of the primary yet: with lazy commits it can be seen already. */
const written = "SELECT (pg_current_wal_insert_lsn() - '0/0'::pg_lsn)::float8 AS position"
const replayed = `SELECT (pg_last_wal_replay_lsn() - '0/0'::pg_lsn)::float8 AS position`

/** @throws the database's error, also for a replica that is none and knows of no replay */
async function positionOn(pool: pg.Pool, question: string): Promise<number> {
  const { rows } = await pool.query<{ position: number | null }>(question)
  const position = rows[0]!.position
  if (position === null) throw new Error('It is no replica')
  return position
}

const nameOf = (url: string) => {
  const { host, pathname } = new URL(url)
  return `${host}${pathname}`
}

/**
 * A statement that was stopped for taking too long would take as long again on the primary. Any
 * other error may be the replica's own: it ends, or it lacks what a migration has just brought.
 */
const isTooLong = (error: { code?: string }) => error.code === '57014'

declare module '../shared/services.ts' {
  interface Services {
    /** Undefined without `DATABASE_REPLICA_URLS`. */
    replicas?: Replicas
  }
}

/** The replicas of a primary, and how far behind it each is. */
export class Replicas {
  private readonly all: Replica[]
  /** Connections to the primary that nobody waits for: how far it is, is asked with each answer. */
  private readonly primary: pg.Pool
  private marks: Mark[] = []
  private next = 0
  private readonly timer: NodeJS.Timeout
  private looking: Promise<void> | undefined

  constructor(
    private readonly adapter: PostgresAdapter,
    urls: string[],
  ) {
    this.primary = openPool(adapter, { name: 'requests', max: 2 })
    this.all = urls.map((url) => this.open(url))
    this.timer = setInterval(() => void (this.looking ??= this.look()), lookEvery).unref()
  }

  private open(url: string): Replica {
    const { adapter } = this
    const pool: pg.Pool = new adapter.pg.Pool({
      ...adapter.poolOptions,
      connectionString: url,
      connectionTimeoutMillis: timeoutMs,
      query_timeout: timeoutMs,
    })
    pool.on('error', () => undefined)
    pool.on('connect', (client) => client.on('error', () => undefined))
    const query = async (...args: Parameters<pg.Pool['query']>) => {
      try {
        return await (pool.query(...args) as unknown as Promise<pg.QueryResult>)
      } catch (error) {
        if (isTooLong(error as { code?: string })) throw error
        if ((error as { severity?: string }).severity !== 'ERROR') this.distrust(replica)
        return adapter.pool.query(...args) as unknown as Promise<pg.QueryResult>
      }
    }
    const client = { query } as unknown as pg.Pool
    const replica: Replica = {
      name: nameOf(url),
      client,
      connection: drizzle({ client }),
      pool,
      freshAsOf: -Infinity,
      isTrusted: false,
    }
    return replica
  }

  private distrust(replica: Replica) {
    replica.freshAsOf = -Infinity
    this.tell(replica)
  }

  private readonly isFresh = (replica: Replica) =>
    performance.now() - replica.freshAsOf <= longestLag

  /** Says once when a replica falls behind or is gone, and once when it is back. */
  private tell(replica: Replica) {
    const isTrusted = this.isFresh(replica)
    if (isTrusted === replica.isTrusted) return
    replica.isTrusted = isTrusted
    const { logger } = this.adapter.payload
    if (isTrusted) logger.info(`The replica ${replica.name} is near enough to be read from.`)
    else logger.warn(`The replica ${replica.name} is gone or behind: its reads go to the primary.`)
  }

  private async look() {
    const at = performance.now()
    const position = await withinTimeout(positionOn(this.primary, written))
    if (position !== undefined) this.marks.push({ at, position })
    this.marks = this.marks.filter((mark) => at - mark.at <= longestLag)
    await Promise.all(
      this.all.map(async (replica) => {
        const reached = await withinTimeout(positionOn(replica.pool, replayed))
        if (reached === undefined) return this.distrust(replica)
        const mark = this.marks.findLast((one) => one.position <= reached)
        if (mark) replica.freshAsOf = Math.max(replica.freshAsOf, mark.at)
        this.tell(replica)
      }),
    )
    this.looking = undefined
  }

  /** One that is behind by five seconds at most, each in its turn; undefined when there is none. */
  near(): Replica | undefined {
    const near = this.all.filter(this.isFresh)
    this.next += 1
    return near[this.next % near.length]
  }

  /** One that has all that was written before this was asked; undefined when there is none. */
  async current(): Promise<Replica | undefined> {
    const replica = this.near()
    if (!replica) return undefined
    const positions = [
      withinTimeout(positionOn(this.primary, written)),
      withinTimeout(positionOn(replica.pool, replayed)),
    ]
    const [wanted, reached] = await Promise.all(positions)
    return wanted !== undefined && reached !== undefined && reached >= wanted ? replica : undefined
  }

  async close(): Promise<void> {
    clearInterval(this.timer)
    await Promise.all([this.primary, ...this.all.map(({ pool }) => pool)].map(closePool))
  }
}
