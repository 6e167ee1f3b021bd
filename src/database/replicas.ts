import type { PostgresAdapter } from '@payloadcms/db-postgres'
import { drizzle } from '@payloadcms/db-postgres/drizzle/node-postgres'
import type pg from 'pg'

import type { Connection } from './connection.ts'
import { withinTimeout } from './health.ts'
import { closePool, openPool } from './pools.ts'

/** Milliseconds that a replica may be behind the primary. Beyond that it serves no reads. */
const maxLagMs = 5000

/** Milliseconds for which positions are remembered: the greatest age of a replica that can be told. */
const rememberMs = 10 * 60_000

/** Milliseconds between two measurements of the replicas' lag. */
const measureEveryMs = 500

/** Milliseconds to wait for a replica. After that the statement runs on the primary. */
const timeoutMs = 5000

/** A position in the primary's write-ahead log in bytes, and its time on the clock of `performance`. */
interface WalPosition {
  at: number
  position: number
}

/** A copy of the database. It lags behind the primary by the changes that it has not received yet. */
export interface Replica {
  /** Its host and database, without the password. */
  name: string
  /** Runs statements there, or on the primary when that fails. */
  client: pg.Pool
  connection: Connection
  pool: pg.Pool
  /** It has all changes that were made until then, on the clock of `performance`. */
  freshAsOf: number
  /** Where it was when it was last reached; undefined until then. */
  reachedUntil?: number
  isTrusted: boolean
}

/** What operators are told about a replica. */
export interface ReplicaState {
  name: string
  /** Whether it serves reads. */
  isTrusted: boolean
  /** The age of its data in seconds; undefined until it was reached. */
  ageSeconds: number | undefined
}

/** The insert position: with asynchronous commits a change is visible before the primary's disk has it. */
const writtenQuery = "SELECT (pg_current_wal_insert_lsn() - '0/0'::pg_lsn)::float8 AS position"
const replayedQuery = `SELECT (pg_last_wal_replay_lsn() - '0/0'::pg_lsn)::float8 AS position`

/** @throws the database's error, or an error for a database that is no replica */
async function positionOn(pool: pg.Pool, query: string): Promise<number> {
  const { rows } = await pool.query<{ position: number | null }>(query)
  const position = rows[0]!.position
  if (position === null) throw new Error('The database is no replica')
  return position
}

const nameOf = (url: string) => {
  const { host, pathname } = new URL(url)
  return `${host}${pathname}`
}

/**
 * Whether a statement was cancelled because of its timeout: the primary would need as long. Every
 * other error may come from the replica alone, because it stops or lacks the newest migration.
 */
const isStatementTimeout = (error: { code?: string }) => error.code === '57014'

declare module '../shared/services.ts' {
  interface Services {
    /** Undefined without `DATABASE_REPLICA_URLS`. */
    replicas?: Replicas
  }
}

/** The replicas of the primary, with the lag of each. */
export class Replicas {
  private readonly all: Replica[]
  /** Its own connections to the primary, because `current` asks for the position with each read. */
  private readonly primary: pg.Pool
  private positions: WalPosition[] = []
  private next = 0
  private readonly timer: NodeJS.Timeout
  private measuring: Promise<void> | undefined

  constructor(
    private readonly adapter: PostgresAdapter,
    urls: string[],
  ) {
    this.primary = openPool(adapter, { name: 'requests', max: 2 })
    this.all = urls.map((url) => this.open(url))
    this.timer = setInterval(
      () => void (this.measuring ??= this.measureLag()),
      measureEveryMs,
    ).unref()
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
        if (isStatementTimeout(error as { code?: string })) throw error
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
    this.logChange(replica)
  }

  private readonly isFresh = (replica: Replica) => performance.now() - replica.freshAsOf <= maxLagMs

  /** Logs once when a replica is lost or too far behind, and once when it is back. */
  private logChange(replica: Replica) {
    const isTrusted = this.isFresh(replica)
    if (isTrusted === replica.isTrusted) return
    replica.isTrusted = isTrusted
    const { logger } = this.adapter.payload
    if (isTrusted) logger.info(`The replica ${replica.name} serves reads.`)
    else
      logger.warn(
        `The replica ${replica.name} cannot be reached or is too far behind: the primary serves its reads.`,
      )
  }

  private async measureLag() {
    const at = performance.now()
    const position = await withinTimeout(positionOn(this.primary, writtenQuery))
    if (position !== undefined) this.positions.push({ at, position })
    this.positions = this.positions.filter((position) => at - position.at <= rememberMs)
    await Promise.all(
      this.all.map(async (replica) => {
        const reached = await withinTimeout(positionOn(replica.pool, replayedQuery))
        if (reached === undefined) return this.distrust(replica)
        const last = this.positions.findLast(({ position }) => position <= reached)
        if (last) {
          replica.freshAsOf = Math.max(replica.freshAsOf, last.at)
          replica.reachedUntil = last.at
        }
        this.logChange(replica)
      }),
    )
    this.measuring = undefined
  }

  /** The state of each replica. */
  states(): ReplicaState[] {
    const now = performance.now()
    return this.all.map(({ name, isTrusted, reachedUntil }) => ({
      name,
      isTrusted,
      ageSeconds: reachedUntil === undefined ? undefined : (now - reachedUntil) / 1000,
    }))
  }

  /** A replica that is at most five seconds behind; the next one with each call. Undefined if none is. */
  near(): Replica | undefined {
    const near = this.all.filter(this.isFresh)
    this.next += 1
    return near[this.next % near.length]
  }

  /** A replica that has all changes from before the call. Undefined if there is none. */
  async current(): Promise<Replica | undefined> {
    const replica = this.near()
    if (!replica) return undefined
    const positions = [
      withinTimeout(positionOn(this.primary, writtenQuery)),
      withinTimeout(positionOn(replica.pool, replayedQuery)),
    ]
    const [primary, reached] = await Promise.all(positions)
    return primary !== undefined && reached !== undefined && reached >= primary
      ? replica
      : undefined
  }

  async close(): Promise<void> {
    clearInterval(this.timer)
    await Promise.all([this.primary, ...this.all.map(({ pool }) => pool)].map(closePool))
  }
}
