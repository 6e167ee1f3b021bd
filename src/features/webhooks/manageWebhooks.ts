import type { PayloadRequest } from 'payload'

import { connectionOf, inTransaction } from '../../database/connection.ts'
import { notFound } from '../../shared/errors/Refusal.ts'
import { findEndpoint, type EndpointRow } from './queries/endpoints.ts'
import type { WebhookChange } from './schemas.ts'
import { makeSecret, showSecretOnce } from './secrets.ts'

/** An endpoint with its secret, for the one response that shows it. */
export interface WithSecret {
  endpoint: EndpointRow
  secret: string
}

/** @throws {Refusal} 404 when there is no such endpoint */
export async function readWebhook(req: PayloadRequest, id: number): Promise<EndpointRow> {
  const endpoint = await findEndpoint(await connectionOf(req), id)
  if (!endpoint) throw notFound()
  return endpoint
}

/** Creates an endpoint that the caller owns. @throws {ValidationError} {Refusal} 409 for too many */
export const createWebhook = (
  req: PayloadRequest,
  data: WebhookChange & { url: string; events: EndpointRow['events'] },
): Promise<WithSecret> =>
  inTransaction(req, async (connection) => {
    const { id } = await req.payload.create({
      collection: 'webhooks',
      data: { active: true, ...data },
      depth: 0,
      overrideAccess: false,
      req,
    })
    const secret = (await showSecretOnce(req.payload, connection, id))!
    return { endpoint: await readWebhook(req, id), secret }
  })

/** Changes an endpoint. @throws {ValidationError} {Refusal} 404 when there is none */
export const changeWebhook = (
  req: PayloadRequest,
  id: number,
  data: WebhookChange,
): Promise<EndpointRow> =>
  inTransaction(req, async () => {
    await readWebhook(req, id)
    await req.payload.update({
      collection: 'webhooks',
      id,
      data,
      depth: 0,
      overrideAccess: false,
      overrideLock: true,
      req,
    })
    return readWebhook(req, id)
  })

/** Deletes an endpoint with its deliveries. @throws {Refusal} 404 when there is none */
export const deleteWebhook = (req: PayloadRequest, id: number): Promise<void> =>
  inTransaction(req, async () => {
    await readWebhook(req, id)
    await req.payload.delete({
      collection: 'webhooks',
      id,
      depth: 0,
      overrideAccess: false,
      overrideLock: true,
      req,
    })
  })

/** Gives an endpoint a new secret. The one before signs for a day more. @throws {Refusal} 404 */
export const rotateSecret = (req: PayloadRequest, id: number): Promise<WithSecret> =>
  inTransaction(req, async (connection) => {
    const endpoint = await readWebhook(req, id)
    const secret = await makeSecret(req.payload, connection, id, { isShown: true })
    const userId = req.user?.id
    req.payload.logger.info({ webhookId: id, userId, msg: 'The secret of webhooks was rotated' })
    return { endpoint, secret }
  })

/**
 * The secret of an endpoint that nobody has seen yet.
 *
 * @throws {Refusal} 404 when there is no such endpoint, or its secret was shown
 */
export const revealSecret = (req: PayloadRequest, id: number): Promise<string> =>
  inTransaction(req, async (connection) => {
    await readWebhook(req, id)
    const secret = await showSecretOnce(req.payload, connection, id)
    if (secret === undefined) throw notFound()
    return secret
  })
