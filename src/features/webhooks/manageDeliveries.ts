import type { PayloadRequest } from 'payload'

import { type Connection, connectionOf, inTransaction } from '../../database/connection.ts'
import { addJobs } from '../../queue/queries/jobs.ts'
import { notFound } from '../../shared/errors/Refusal.ts'
import { formatInstant } from '../../shared/formatInstant.ts'
import { deliverJob } from './deliverJob.ts'
import { testType } from './eventTypes.ts'
import { readWebhook } from './manageWebhooks.ts'
import { addTest, type DeliveryDetails, findDelivery, resend } from './queries/deliveries.ts'

/** A delivery with its payload and response. @throws {Refusal} 404 when the endpoint has no such one */
export async function readDelivery(
  req: PayloadRequest,
  webhookId: number,
  id: string,
): Promise<DeliveryDetails> {
  const delivery = await findDelivery(await connectionOf(req), webhookId, id)
  if (!delivery) throw notFound()
  return delivery
}

async function sendNow(req: PayloadRequest, connection: Connection, webhookId: number, id: string) {
  await addJobs(connection, [deliverJob(webhookId)])
  return readDelivery(req, webhookId, id)
}

/** Sends a test message at once, also to an endpoint that is off. @throws {Refusal} 404 */
export const sendTest = (req: PayloadRequest, webhookId: number): Promise<DeliveryDetails> =>
  inTransaction(req, async (connection) => {
    await readWebhook(req, webhookId)
    const data = { webhook: webhookId, message: 'This is a test. Nothing has changed.' }
    const timestamp = formatInstant(new Date())
    const body = JSON.stringify({ type: testType, timestamp, data })
    const id = await addTest(connection, webhookId, { type: testType, body })
    return sendNow(req, connection, webhookId, id)
  })

/** Sends a delivery again, at once, under the same id and with the same body. @throws {Refusal} 404 */
export const retryDelivery = (
  req: PayloadRequest,
  webhookId: number,
  id: string,
): Promise<DeliveryDetails> =>
  inTransaction(req, async (connection) => {
    if (!(await resend(connection, webhookId, id))) throw notFound()
    return sendNow(req, connection, webhookId, id)
  })
