import { connectionOf } from '../../database/connection.ts'
import { batchedLoader } from '../../shared/batchedLoader.ts'
import { type EndpointState, endpointStates } from './queries/endpoints.ts'

/** The state of an endpoint; null when it was deleted in the meantime. */
export const loadEndpointState = batchedLoader<EndpointState>('endpointState', async (req, ids) => {
  const rows = await endpointStates(await connectionOf(req), [...ids])
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ids.map((id) => byId.get(id) ?? null)
})
