import type { Express, Response } from 'express'
import type { Payload } from 'payload'

import { isMigrated } from '../../database/health.ts'

const answer = (res: Response, status: number, report: string) =>
  res.status(status).set('Cache-Control', 'no-store').json({ status: report })

/**
 * What an orchestrator asks: `live`, or the process is to be started anew; `ready`, or it gets no
 * requests for now. A lost database makes no server dead: a new one would not have it either. Nor is
 * one without Redis or its replicas unready: it does all its work, with more of it on the database.
 */
export function mountProbes(app: Express, payload: Payload, isDraining: () => boolean): void {
  app.get('/api/health/live', (_req, res) => answer(res, 200, 'live'))
  app.get('/api/health/ready', async (_req, res) => {
    const ready = !isDraining() && (await isMigrated(payload))
    answer(res, ready ? 200 : 503, ready ? 'ready' : 'not ready')
  })
}
