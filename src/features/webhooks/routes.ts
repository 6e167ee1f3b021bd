import { connectionOf } from '../../database/connection.ts'
import { defineRoute } from '../../http/route.ts'
import {
  changeWebhook,
  createWebhook,
  deleteWebhook,
  readWebhook,
  rotateSecret,
  type WithSecret,
} from './manageWebhooks.ts'
import { retryDelivery, sendTest } from './manageDeliveries.ts'
import { type DeliveryRow, listDeliveries } from './queries/deliveries.ts'
import { listEndpoints, type EndpointRow } from './queries/endpoints.ts'
import { readPage } from './readPage.ts'
import {
  DeliveriesQuery,
  DeliveryPageSchema,
  DeliveryParams,
  DeliverySchema,
  NewWebhookSchema,
  PageQuery,
  WebhookChangeSchema,
  WebhookPageSchema,
  WebhookParams,
  WebhookSchema,
  WebhookWithSecretSchema,
} from './schemas.ts'
import { serializeDelivery, serializeWebhook } from './serialize.ts'

const tag = 'Webhooks'
const audience = 'staff'
const path = '/webhooks/{id}/'

const shown = (endpoint: EndpointRow) => ({ status: 200, body: serializeWebhook(endpoint) })

const withSecret =
  (status: number) =>
  ({ endpoint, secret }: WithSecret) => ({
    status,
    body: { ...serializeWebhook(endpoint), secret },
  })

const accepted = (delivery: DeliveryRow) => ({ status: 202, body: serializeDelivery(delivery) })

const list = defineRoute({
  method: 'get',
  path: '/webhooks/',
  operationId: 'listWebhooks',
  summary: 'Lists the endpoints, the newest first',
  tag,
  audience,
  query: PageQuery,
  responses: { 200: { description: 'A page of endpoints', schema: WebhookPageSchema } },
  errors: [404],
  handle: async ({ http, query, req }) => {
    const connection = await connectionOf(req)
    return readPage(query, http, (page) => listEndpoints(connection, page), serializeWebhook)
  },
})

const create = defineRoute({
  method: 'post',
  path: '/webhooks/',
  operationId: 'createWebhook',
  summary: 'Creates an endpoint, and shows its secret this once',
  tag,
  audience,
  body: NewWebhookSchema,
  responses: { 201: { description: 'The endpoint', schema: WebhookWithSecretSchema } },
  errors: [409, 422],
  handle: ({ body, req }) => createWebhook(req, body),
  reply: withSecret(201),
})

const read = defineRoute({
  method: 'get',
  path,
  operationId: 'readWebhook',
  summary: 'Reads an endpoint',
  tag,
  audience,
  params: WebhookParams,
  responses: { 200: { description: 'The endpoint', schema: WebhookSchema } },
  errors: [404],
  handle: ({ params, req }) => readWebhook(req, params.id),
  reply: shown,
})

const change = defineRoute({
  method: 'patch',
  path,
  operationId: 'changeWebhook',
  summary: 'Changes some fields of an endpoint',
  description:
    'An endpoint that is switched off gets nothing new. What waits for it is sent when it is on again.',
  tag,
  audience,
  params: WebhookParams,
  body: WebhookChangeSchema,
  responses: { 200: { description: 'The endpoint', schema: WebhookSchema } },
  errors: [404],
  handle: ({ body, params, req }) => changeWebhook(req, params.id, body),
  reply: shown,
})

const remove = defineRoute({
  method: 'delete',
  path,
  operationId: 'deleteWebhook',
  summary: 'Deletes an endpoint and its deliveries',
  tag,
  audience,
  params: WebhookParams,
  responses: { 204: { description: 'Deleted' } },
  errors: [404],
  handle: ({ params, req }) => deleteWebhook(req, params.id),
})

const rotate = defineRoute({
  method: 'post',
  path: `${path}rotate/`,
  operationId: 'rotateWebhookSecret',
  summary: 'Gives an endpoint a new secret; the old one signs too for 24 hours',
  tag,
  audience,
  params: WebhookParams,
  responses: {
    200: { description: 'The endpoint with its new secret', schema: WebhookWithSecretSchema },
  },
  errors: [404, 409, 422],
  handle: ({ params, req }) => rotateSecret(req, params.id),
  reply: withSecret(200),
})

const test = defineRoute({
  method: 'post',
  path: `${path}test/`,
  operationId: 'testWebhook',
  summary: 'Sends a message of the type `webhook.test` at once',
  tag,
  audience,
  params: WebhookParams,
  responses: { 202: { description: 'The delivery', schema: DeliverySchema } },
  errors: [404, 409, 422],
  handle: ({ params, req }) => sendTest(req, params.id),
  reply: accepted,
})

const deliveries = defineRoute({
  method: 'get',
  path: `${path}deliveries/`,
  operationId: 'listWebhookDeliveries',
  summary: 'Lists the deliveries of the last 30 days, the latest first',
  tag,
  audience,
  params: WebhookParams,
  query: DeliveriesQuery,
  responses: { 200: { description: 'A page of deliveries', schema: DeliveryPageSchema } },
  errors: [404],
  handle: async ({ http, params, query, req }) => {
    const { id } = await readWebhook(req, params.id)
    const connection = await connectionOf(req)
    const load = (page: { limit: number; offset: number }) =>
      listDeliveries(connection, id, { ...page, status: query.status })
    return readPage(query, http, load, serializeDelivery)
  },
})

const retry = defineRoute({
  method: 'post',
  path: `${path}deliveries/{delivery}/retry/`,
  operationId: 'retryWebhookDelivery',
  summary: 'Sends a delivery again at once, with the same `webhook-id`',
  tag,
  audience,
  params: DeliveryParams,
  responses: { 202: { description: 'The delivery', schema: DeliverySchema } },
  errors: [404, 409, 422],
  handle: ({ params, req }) => retryDelivery(req, params.id, params.delivery),
  reply: accepted,
})

export const webhookRoutes = [list, create, read, change, remove, rotate, test, deliveries, retry]
