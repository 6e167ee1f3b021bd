import type { PostgresAdapter } from '@payloadcms/db-postgres'
import type { Redis } from 'ioredis'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Payload } from 'payload'

import { redisOf } from '../redis.ts'
import type { Invalidation } from './tracker.ts'
import { databaseChannel, readMessage, redisChannel } from './messages.ts'
import { servicesOf } from '../../shared/services.ts'

/** Milliseconds between two questions whether the line still stands: a cut one says nothing. */
const heartbeatMs = 500

/** Milliseconds that the answer may take: a server that is busy is not to take itself for deaf. */
const timeoutMs = 1000

export interface InvalidationSubscriber {
  heard(touched: Invalidation): void
  /** From now on nothing may be heard any more; said again and again while it is so. */
  deaf(): void
  /** Heard again; what was told meanwhile is lost. */
  hearing(): void
}

/** A line on which messages come, open until it is closed. */
interface Line {
  /** Resolves while the line stands, rejects otherwise. */
  check(): Promise<unknown>
  close(): void
}

async function listenOnDatabase(payload: Payload, say: (text: string) => void): Promise<Line> {
  const { poolOptions } = payload.db as unknown as PostgresAdapter
  const client = new pg.Client({
    connectionString: poolOptions.connectionString,
    connectionTimeoutMillis: 2000,
    query_timeout: timeoutMs,
    keepAlive: true,
  })
  // Without a listener Node would end the process over a lost connection; the heartbeat notices it.
  client.on('error', () => undefined)
  client.on('notification', ({ payload: text = '' }) => say(text))
  const close = () => void client.end().catch(() => undefined)
  try {
    await client.connect()
    await client.query(`LISTEN ${databaseChannel}`)
    // A pooler in between may take all that and pass nothing on: what is not heard once is a dead line.
    const heard = once(client, 'notification', { signal: AbortSignal.timeout(timeoutMs) })
    await Promise.all([heard, client.query(`SELECT pg_notify($1, 'hello')`, [databaseChannel])])
  } catch (error) {
    close()
    throw error
  }
  return { check: () => client.query('SELECT 1'), close }
}

async function listenOnRedis(
  redis: Redis,
  channel: string,
  say: (text: string) => void,
): Promise<Line> {
  const line = redis.duplicate({
    lazyConnect: true,
    autoResubscribe: false,
    retryStrategy: null,
    commandTimeout: timeoutMs,
  })
  line.on('error', () => undefined)
  line.on('message', (_channel, text) => say(text))
  try {
    await line.connect()
    await line.subscribe(channel)
  } catch (error) {
    line.disconnect()
    throw error
  }
  return { check: () => line.ping(), close: () => line.disconnect() }
}

/**
 * Hears what other processes have committed, through Redis where there is one, else through
 * PostgreSQL, until the platform ends. A line that is lost is opened anew.
 */
export function startSubscriber(payload: Payload, ear: InvalidationSubscriber): void {
  const telling = servicesOf(payload).invalidationPublisher
  const own = telling.name
  const stopping = new AbortController()
  const { signal } = stopping
  const rest = () => sleep(heartbeatMs, undefined, { signal, ref: false }).catch(() => undefined)
  const say = (text: string) => {
    const touched = readMessage(text, own)
    if (touched) ear.heard(touched)
  }
  const open = () => {
    const redis = redisOf(payload)
    return redis ? listenOnRedis(redis, redisChannel(payload), say) : listenOnDatabase(payload, say)
  }
  const stayOn = async (line: Line) => {
    try {
      if (!signal.aborted) ear.hearing()
      while (!signal.aborted) {
        await rest()
        await line.check()
      }
    } finally {
      line.close()
    }
  }
  const ended = (async () => {
    while (!signal.aborted) {
      await open()
        .then(stayOn)
        .catch(() => ear.deaf())
      await rest()
    }
  })()
  telling.endWith(async () => {
    stopping.abort()
    // A line that is just being opened closes when it is; nobody waits for that.
    await Promise.race([ended, sleep(timeoutMs, undefined, { ref: false })])
  })
}
