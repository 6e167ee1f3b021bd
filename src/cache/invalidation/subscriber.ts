import type { PostgresAdapter } from '@payloadcms/db-postgres'
import type { Redis } from 'ioredis'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Payload } from 'payload'

import { servicesOf } from '../../shared/services.ts'
import { redisOf } from '../redis.ts'
import type { Invalidation } from './tracker.ts'
import { databaseChannel, decodeMessage, redisChannel } from './messages.ts'

/** Milliseconds between two checks of a connection: a connection that was cut reports no error. */
const heartbeatMs = 500

/** Milliseconds to wait for the reply to a check. A busy server must not count as disconnected. */
const timeoutMs = 1000

const everything: Invalidation = { all: true, lists: true, events: new Set(), flags: true }

/** An open connection that messages arrive on. */
interface Subscription {
  /** Resolves while the connection works, rejects otherwise. */
  check(): Promise<unknown>
  close(): void
}

type OnMessage = (text: string) => void

async function subscribeToDatabase(payload: Payload, onMessage: OnMessage): Promise<Subscription> {
  const { poolOptions } = payload.db as unknown as PostgresAdapter
  const client = new pg.Client({
    connectionString: poolOptions.connectionString,
    connectionTimeoutMillis: 2000,
    query_timeout: timeoutMs,
    keepAlive: true,
  })
  // Without a listener a lost connection ends the Node process. The heartbeat detects the loss.
  client.on('error', () => undefined)
  client.on('notification', ({ payload: text = '' }) => onMessage(text))
  const close = () => void client.end().catch(() => undefined)
  try {
    await client.connect()
    await client.query(`LISTEN ${databaseChannel}`)
    // A connection pooler may accept LISTEN and deliver nothing. A test message shows whether it does.
    const delivered = once(client, 'notification', { signal: AbortSignal.timeout(timeoutMs) })
    const sent = client.query(`SELECT pg_notify($1, 'hello')`, [databaseChannel])
    await Promise.all([delivered, sent])
  } catch (error) {
    close()
    throw error
  }
  return { check: () => client.query('SELECT 1'), close }
}

async function subscribeToRedis(
  redis: Redis,
  channel: string,
  onMessage: OnMessage,
): Promise<Subscription> {
  const connection = redis.duplicate({
    lazyConnect: true,
    autoResubscribe: false,
    retryStrategy: null,
    commandTimeout: timeoutMs,
  })
  connection.on('error', () => undefined)
  connection.on('message', (_channel, text) => onMessage(text))
  try {
    await connection.connect()
    await connection.subscribe(channel)
  } catch (error) {
    connection.disconnect()
    throw error
  }
  return { check: () => connection.ping(), close: () => connection.disconnect() }
}

/**
 * Receives what other processes have committed until the platform stops, and passes it to the listeners of
 * the publisher: through Redis if there is one, else through PostgreSQL. A connection that is lost is opened
 * again. Messages that were sent meanwhile are lost, so then everything counts as changed.
 */
export function startSubscriber(payload: Payload): void {
  const { invalidationPublisher } = servicesOf(payload)
  const stopping = new AbortController()
  const { signal } = stopping
  const pause = () => sleep(heartbeatMs, undefined, { signal, ref: false }).catch(() => undefined)
  const onMessage = (text: string) => {
    const invalidation = decodeMessage(text, invalidationPublisher.name)
    if (invalidation) invalidationPublisher.receive(invalidation)
  }
  const connect = () => {
    const redis = redisOf(payload)
    return redis
      ? subscribeToRedis(redis, redisChannel(payload), onMessage)
      : subscribeToDatabase(payload, onMessage)
  }
  const watch = async (subscription: Subscription) => {
    try {
      if (!signal.aborted) {
        invalidationPublisher.receive(everything)
        invalidationPublisher.isConnected = true
      }
      while (!signal.aborted) {
        await pause()
        await subscription.check()
      }
    } finally {
      subscription.close()
    }
  }
  const ended = (async () => {
    while (!signal.aborted) {
      await connect()
        .then(watch)
        .catch(() => (invalidationPublisher.isConnected = false))
      await pause()
    }
  })()
  invalidationPublisher.onClose(async () => {
    stopping.abort()
    // A connection that is being opened closes itself later, so the wait has a bound.
    await Promise.race([ended, sleep(timeoutMs, undefined, { ref: false })])
  })
}
