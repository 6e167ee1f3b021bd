import type { Endpoint } from 'payload'

import { databaseAnswers } from '../src/db/health.ts'

/** `GET /api/health`: 200 while the database answers in time, else 500. */
export const healthEndpoint: Endpoint = {
  path: '/health',
  method: 'get',
  handler: async ({ payload }) => {
    const timestamp = new Date().toISOString()
    const headers = { 'Cache-Control': 'no-store' }
    if (await databaseAnswers(payload)) {
      return Response.json({ status: 'healthy', timestamp, database: 'connected' }, { headers })
    }
    return Response.json(
      { status: 'unhealthy', timestamp, error: 'The database does not answer.' },
      { status: 500, headers },
    )
  },
}
