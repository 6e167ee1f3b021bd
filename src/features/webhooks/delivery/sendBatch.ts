import pLimit from 'p-limit'
import type { Payload } from 'payload'

import { poolOf } from '../../../database/connection.ts'
import type { Due } from '../queries/deliveries.ts'
import type { Target } from '../queries/endpoints.ts'
import { secretsOf } from '../secrets.ts'
import { recordAttempt } from './recordAttempt.ts'
import { send, type Sender, type Sent } from './send.ts'
import { signedHeaders } from './sign.ts'

/** Messages in flight to one endpoint. A receiver that fails gets one at a time. */
const maxInFlight = 4

export interface Batch {
  payload: Payload
  sender: Sender
  target: Target
  due: Due[]
  /** Aborted when the worker stops. */
  signal: AbortSignal | undefined
}

const noSecret: Sent = {
  responseStatus: null,
  responseBody: null,
  failure: 'The secret cannot be read: PAYLOAD_SECRET has changed. Rotate the secret.',
  retryAfterMs: undefined,
  durationMs: 0,
}

/** Messages about one event, in order. A message about none stands alone. */
function chainsOf(due: Due[]): Due[][] {
  const chains = new Map<number | string, Due[]>()
  for (const delivery of due) {
    const key = delivery.eventId ?? delivery.id
    chains.set(key, [...(chains.get(key) ?? []), delivery])
  }
  return [...chains.values()]
}

/**
 * Sends due deliveries of one endpoint: one after another for each event, and several events at a time. It
 * stops early when the endpoint fails too often, or the worker stops; the rest stays due.
 *
 * @returns whether all were tried
 */
export async function sendBatch(batch: Batch): Promise<boolean> {
  const { due, payload, sender, signal, target } = batch
  const secrets = await secretsOf(payload, poolOf(payload), target.id)
  const stop = { isStopped: false }

  const attempt = async (delivery: Due) => {
    if (stop.isStopped || signal?.aborted) return
    const headers = signedHeaders(delivery.id, delivery.body, secrets, new Date())
    const outgoing = { url: target.url, headers, body: delivery.body }
    const sent = secrets.length > 0 ? await send(sender, outgoing, signal) : noSecret
    if (!sent || (await recordAttempt(payload, target, delivery, sent))) stop.isStopped = true
  }
  const limit = pLimit(target.failures > 0 ? 1 : maxInFlight)
  await limit.map(chainsOf(due), async (chain) => {
    for (const delivery of chain) await attempt(delivery)
  })
  return !stop.isStopped && signal?.aborted !== true
}
