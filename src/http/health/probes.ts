import type { Payload } from 'payload'

import { isMigrated } from '../../database/health.ts'
import { sendReply } from '../answer.ts'
import type { Serve } from '../exchange.ts'
import { routeEntry, type RouteTable } from '../routeTable.ts'

const reply = (status: number, report: string) => ({
  status,
  body: { status: report },
  headers: { 'Cache-Control': 'no-store' },
})

/**
 * Adds the probes of an orchestrator. It restarts a process that is not `live`, and sends no requests to
 * one that is not `ready`. Without its database a server is live, because a restart would not help.
 * Without Redis or replicas it is ready, because the database then does all the work. They have no
 * limit: an orchestrator restarts a server that does not respond.
 */
export function addProbes(table: RouteTable, payload: Payload, isDraining: () => boolean): void {
  const add = (name: string, serve: Serve) =>
    table.addBoth(
      ['GET', 'HEAD'],
      name,
      routeEntry({
        name,
        kind: 'probe',
        serve,
        isLimited: false,
        allowsAnyHost: true,
        isFrequent: true,
      }),
    )
  add('/api/health/live', (exchange) => sendReply(exchange, reply(200, 'live')))
  add('/api/health/ready', async (exchange) => {
    const isReady = !isDraining() && (await isMigrated(payload))
    sendReply(exchange, isReady ? reply(200, 'ready') : reply(503, 'not ready'))
  })
}
