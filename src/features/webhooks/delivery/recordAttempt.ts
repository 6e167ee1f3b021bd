import type { Payload } from 'payload'

import { type Connection, inOwnTransaction, poolOf } from '../../../database/connection.ts'
import { addJobs } from '../../../queue/queries/jobs.ts'
import { publish } from '../../../shared/diagnostics.ts'
import { sendEmailJob } from '../../notifications/public.ts'
import { type Due, recordDelivered, recordFailed } from '../queries/deliveries.ts'
import {
  pause,
  recordFailure,
  recordRecovery,
  switchOff,
  type Target,
} from '../queries/endpoints.ts'
import { lastingFailureMs, pauseMs, retryDelayMs, type SwitchOffReason } from '../rules.ts'
import type { Sent } from './send.ts'

/** The status by which a receiver says that it wants nothing more. */
const gone = 410

/** Switches an endpoint off and mails its owner, in one transaction. */
async function switchOffAndTell(
  payload: Payload,
  connection: Connection,
  { delivery, reason, webhookId }: { webhookId: number; delivery: Due; reason: SwitchOffReason },
) {
  const off = await switchOff(connection, webhookId, reason)
  if (!off) return
  payload.logger.warn({ webhookId, reason, msg: 'An endpoint of webhooks was switched off' })
  const { description, ownerId, url } = off
  if (ownerId === null) return
  const about = { webhookId, reason, description, host: new URL(url).host }
  const email = { kind: 'webhookSwitchedOff', userId: ownerId, ...about } as const
  const key = `webhook:${delivery.id}:${delivery.attempts + 1}`
  await addJobs(connection, [sendEmailJob(key, email)])
}

/** What a failure means for the endpoint. @returns whether it gets nothing more for now */
async function recordFailureOf(payload: Payload, target: Target, delivery: Due, sent: Sent) {
  const attempts = delivery.attempts + 1
  const retryMs = retryDelayMs(attempts, sent.retryAfterMs, Math.random())
  publish('webhook', { outcome: retryMs === undefined ? 'failed' : 'retried' })
  return inOwnTransaction(payload, async (connection) => {
    await recordFailed(connection, delivery.id, { ...sent, retryMs })
    const failing = await recordFailure(connection, target.id)
    if (!failing) return true
    const isLasting = retryMs === undefined && failing.failingMs >= lastingFailureMs
    const reason = sent.responseStatus === gone ? 'gone' : isLasting ? 'failing' : undefined
    if (reason) {
      await switchOffAndTell(payload, connection, { webhookId: target.id, delivery, reason })
      return true
    }
    const pauseFor = pauseMs(failing.failures, sent.retryAfterMs)
    if (pauseFor > 0) await pause(connection, target.id, pauseFor)
    return pauseFor > 0
  })
}

/**
 * Records what came of an attempt, and what it means for the endpoint.
 *
 * @returns whether the endpoint gets nothing more for now: it is paused, switched off, or was deleted
 */
export async function recordAttempt(
  payload: Payload,
  target: Target,
  delivery: Due,
  sent: Sent,
): Promise<boolean> {
  if (sent.failure !== null) return recordFailureOf(payload, target, delivery, sent)
  publish('webhook', { outcome: 'delivered' })
  await recordDelivered(poolOf(payload), delivery.id, sent)
  await recordRecovery(poolOf(payload), target.id)
  return false
}
