import type { Express, Response } from 'express'
import type { Payload } from 'payload'

import { isMigrated } from '../../database/health.ts'

const sendStatus = (res: Response, status: number, report: string) =>
  res.status(status).set('Cache-Control', 'no-store').json({ status: report })

/**
 * The probes of an orchestrator. It restarts a process that is not `live`, and sends no requests to one
 * that is not `ready`. Without its database a server is live, because a restart would not help. Without
 * Redis or replicas it is ready, because the database then does all the work.
 */
export function mountProbes(app: Express, payload: Payload, isDraining: () => boolean): void {
  app.get('/api/health/live', (_req, res) => sendStatus(res, 200, 'live'))
  app.get('/api/health/ready', async (_req, res) => {
    const ready = !isDraining() && (await isMigrated(payload))
    sendStatus(res, ready ? 200 : 503, ready ? 'ready' : 'not ready')
  })
}
