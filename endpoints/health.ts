import type { Endpoint } from 'payload'

import { checkHealth } from '../src/http/health/checkHealth.ts'

/** `GET /api/health`: 200 while the database answers in time, else 500. */
export const healthEndpoint: Endpoint = {
  path: '/health',
  method: 'get',
  handler: async ({ payload }) => {
    const { healthy, report } = await checkHealth(payload)
    return Response.json(report, {
      status: healthy ? 200 : 500,
      headers: { 'Cache-Control': 'no-store' },
    })
  },
}
