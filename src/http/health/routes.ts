import { z } from '../zod.ts'

import { defineRoute } from '../route.ts'
import { checkHealth } from './checkHealth.ts'

const HealthySchema = z
  .object({
    status: z.literal('healthy'),
    timestamp: z.iso.datetime(),
    database: z.literal('connected'),
    cache: z.string(),
    queue: z.string(),
    search: z.string().optional(),
    version: z.string(),
  })
  .openapi('Healthy')

const health = defineRoute({
  method: 'get',
  path: '/health/',
  operationId: 'health',
  summary: 'Whether the platform works; 500 when its database does not respond',
  tag: 'Health',
  audience: 'ignores-sign-in',
  responses: { 200: { description: 'The platform works', schema: HealthySchema } },
  errors: [],
  isProbe: true,
  handle: ({ payload }) => checkHealth(payload),
  reply: ({ healthy, report }) => ({
    status: healthy ? 200 : 500,
    body: report,
    headers: { 'Cache-Control': 'no-store' },
  }),
})

export const healthRoutes = [health]
