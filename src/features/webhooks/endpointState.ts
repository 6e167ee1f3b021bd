import DataLoader from 'dataloader'
import type { PayloadRequest } from 'payload'

import { connectionOf } from '../../database/connection.ts'
import { type EndpointState, endpointStates } from './queries/endpoints.ts'

interface Lookup {
  req: PayloadRequest
  id: number
}

const loaders = new WeakMap<object, DataLoader<Lookup, EndpointState | null, number>>()

/** Reads the states of all endpoints of one response in one statement, and caches nothing beyond that. */
export async function loadEndpointState(
  req: PayloadRequest,
  id: number,
): Promise<EndpointState | null> {
  const owner = req.context
  let loader = loaders.get(owner)
  if (!loader) {
    loader = new DataLoader(
      async (lookups) => {
        loaders.get(owner)?.clearAll()
        const ids = lookups.map((lookup) => lookup.id)
        const rows = await endpointStates(await connectionOf(lookups[0]!.req), ids)
        const byId = new Map(rows.map((row) => [row.id, row]))
        return ids.map((each) => byId.get(each) ?? null)
      },
      { batchScheduleFn: (run) => setImmediate(run), cacheKeyFn: (lookup) => lookup.id },
    )
    loaders.set(owner, loader)
  }
  return loader.load({ req, id })
}
