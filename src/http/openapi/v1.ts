import {
  OpenApiGeneratorV31,
  OpenAPIRegistry,
  type ResponseConfig,
  type RouteConfig,
} from '@asteasolutions/zod-to-openapi'
import { z } from '../zod.ts'

import type { Route } from '../route.ts'
import { errorResponse, headersOf, UnhealthySchema } from './errors.ts'
import { type DescribedMessage, messageConfig } from './messages.ts'

const idempotencyKey = z.string().min(1).max(255).optional().openapi({
  description: 'Makes a retry safe: a request with the same key and the same body is done once',
})

const tag = (does: string) => z.string().optional().openapi({ description: does })

const requestHeaders = (route: Route) => {
  const has = (status: number) => status in route.responses || route.errors.includes(status)
  return z.object({
    ...(route.method === 'post' ? { 'Idempotency-Key': idempotencyKey } : {}),
    ...(has(304) ? { 'If-None-Match': tag('The response is 304 when nothing has changed') } : {}),
    ...(has(412) ? { 'If-Match': tag('Refuses the change when the event was changed since') } : {}),
  })
}

const successes = (route: Route): [string, ResponseConfig][] =>
  Object.entries(route.responses).map(([status, { description, schema, headers, type }]) => [
    status,
    {
      description,
      headers: headersOf(headers),
      ...(schema ? { content: { [type ?? 'application/json']: { schema } } } : {}),
    },
  ])

const errors = (route: Route): [string, ResponseConfig][] => {
  const always = route.audience === 'ignores-sign-in' ? [400, 429, 500] : [400, 401, 429, 500]
  const forOthers = route.audience === 'staff' ? [403] : []
  const withBody = route.method === 'get' ? [] : [408, 413, 415]
  const unauthorized = route.tag === 'Signing in' ? [401] : []
  const statuses = new Set([...always, ...forOthers, ...unauthorized, ...withBody, ...route.errors])
  const responseOf = (status: number): ResponseConfig => {
    const response = errorResponse(status)
    if (!route.failure?.statuses.includes(status)) return response
    return { ...response, content: { 'application/json': { schema: route.failure.schema } } }
  }
  return [...statuses].sort().map((status) => [String(status), responseOf(status)])
}

function operation(route: Route): RouteConfig {
  const responses = Object.fromEntries([...successes(route), ...errors(route)])
  if (route.tag === 'Health') {
    responses['500'] = {
      description: 'The database does not respond',
      content: { 'application/json': { schema: UnhealthySchema } },
    }
  }
  return {
    method: route.method,
    path: route.isAtRoot ? route.path : `/api/v1${route.path}`,
    operationId: route.operationId,
    summary: route.summary,
    description: route.description,
    deprecated: route.deprecation ? true : undefined,
    tags: [route.tag],
    security: {
      anyone: [{}, { bearer: [] }],
      'signed-in': [{ bearer: [] }],
      staff: [{ bearer: [] }],
      'ignores-sign-in': [],
    }[route.audience],
    request: {
      // The library needs objects here, and the type of a route does not say that its schemas are.
      params: route.params as z.ZodObject | undefined,
      query: route.query as z.ZodObject | undefined,
      headers: requestHeaders(route),
      ...(route.body
        ? {
            body: {
              required: !route.body.safeParse({}).success,
              content: { 'application/json': { schema: route.body } },
            },
          }
        : {}),
    },
    responses,
  }
}

/** The OpenAPI 3.1 document of v1 alone. It is frozen in docs/openapi-v1.json. */
export function v1Document(routes: Route[], messages: DescribedMessage[]) {
  const registry = new OpenAPIRegistry()
  registry.registerComponent('securitySchemes', 'bearer', {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'The access token of `POST /api/v1/auth/login/`',
  })
  // OpenAPI cannot describe a WebSocket; the document has it in words.
  for (const route of routes) if (!route.socket) registry.registerPath(operation(route))
  for (const message of messages) registry.registerWebhook(messageConfig(message))
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: {
      title: 'Robo Events Platform',
      version: '1.0.0',
      description:
        'The public contract. Each path also answers without `/v1` when it ends in a slash. ' +
        'Times are ISO 8601 in UTC.',
    },
    tags: [...new Set(routes.map((route) => route.tag))].map((name) => ({ name })),
  })
}
