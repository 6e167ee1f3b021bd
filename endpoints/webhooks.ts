import type { Endpoint, PayloadRequest } from 'payload'

import { connectionOf } from '../src/database/connection.ts'
import { queryOf } from '../src/http/queryParameters.ts'
import { withApiErrors } from '../src/http/errors/withApiErrors.ts'
import { validate } from '../src/http/validate.ts'
import { readDelivery, retryDelivery, sendTest } from '../src/features/webhooks/manageDeliveries.ts'
import { readWebhook, revealSecret, rotateSecret } from '../src/features/webhooks/manageWebhooks.ts'
import { listDeliveries } from '../src/features/webhooks/queries/deliveries.ts'
import { secretState } from '../src/features/webhooks/queries/secrets.ts'
import { DeliveriesQuery, DeliveryParams, WebhookParams } from '../src/features/webhooks/schemas.ts'
import { requireStaff } from '../src/shared/access/requireStaff.ts'
import { notFound } from '../src/shared/errors/Refusal.ts'

/** Routes for the panel, whose users have a session instead of a token. */

/** @throws {Refusal} 401, 403 for others than staff; 404 for a text that cannot be an id */
function webhookIdOf(req: PayloadRequest): number {
  requireStaff(req)
  const params = WebhookParams.safeParse(req.routeParams)
  if (!params.success) throw notFound()
  return params.data.id
}

function deliveryOf(req: PayloadRequest) {
  requireStaff(req)
  const params = DeliveryParams.safeParse(req.routeParams)
  if (!params.success) throw notFound()
  return params.data
}

const pageSize = 25

export const webhookEndpoints: Endpoint[] = [
  {
    path: '/:id/secret',
    method: 'get',
    handler: withApiErrors(async (req) => {
      const { id } = await readWebhook(req, webhookIdOf(req))
      return Response.json(await secretState(await connectionOf(req), id))
    }),
  },
  {
    path: '/:id/secret',
    method: 'post',
    handler: withApiErrors(async (req) =>
      Response.json({ secret: await revealSecret(req, webhookIdOf(req)) }),
    ),
  },
  {
    path: '/:id/rotate',
    method: 'post',
    handler: withApiErrors(async (req) => {
      const { secret } = await rotateSecret(req, webhookIdOf(req))
      return Response.json({ secret })
    }),
  },
  {
    path: '/:id/test',
    method: 'post',
    handler: withApiErrors(async (req) =>
      Response.json(await sendTest(req, webhookIdOf(req)), { status: 202 }),
    ),
  },
  {
    path: '/:id/deliveries',
    method: 'get',
    handler: withApiErrors(async (req) => {
      const { id } = await readWebhook(req, webhookIdOf(req))
      const { page = 1, status } = validate(DeliveriesQuery, queryOf(req.url!))
      const offset = (Math.max(page, 1) - 1) * pageSize
      const { count, rows } = await listDeliveries(await connectionOf(req), id, {
        limit: pageSize,
        offset,
        status,
      })
      return Response.json({ count, pages: Math.max(1, Math.ceil(count / pageSize)), rows })
    }),
  },
  {
    path: '/:id/deliveries/:delivery',
    method: 'get',
    handler: withApiErrors(async (req) => {
      const { delivery, id } = deliveryOf(req)
      return Response.json(await readDelivery(req, id, delivery))
    }),
  },
  {
    path: '/:id/deliveries/:delivery/retry',
    method: 'post',
    handler: withApiErrors(async (req) => {
      const { delivery, id } = deliveryOf(req)
      return Response.json(await retryDelivery(req, id, delivery), { status: 202 })
    }),
  },
]
