import DataLoader from 'dataloader'
import type { PayloadRequest } from 'payload'

interface Lookup {
  req: PayloadRequest
  id: number
}

/**
 * Makes a loader that reads the values of all documents of one response in one statement. It caches
 * nothing beyond that batch: a value that is read after a change is the new value.
 */
export function batchedLoader<Value>(
  name: string,
  load: (req: PayloadRequest, ids: readonly number[]) => Promise<(Value | null)[]>,
): (req: PayloadRequest, id: number) => Promise<Value | null> {
  const loaders = new WeakMap<object, DataLoader<Lookup, Value | null, number>>()
  return async (req, id) => {
    // One GraphQL query has several copies of its request; they share the context.
    const owner = req.context
    let loader = loaders.get(owner)
    if (!loader) {
      loader = new DataLoader(
        async (lookups) => {
          loaders.get(owner)?.clearAll()
          // Mutations of one GraphQL request share the context but not the transaction.
          return load(
            lookups[0]!.req,
            lookups.map(({ id }) => id),
          )
        },
        { name, batchScheduleFn: (run) => setImmediate(run), cacheKeyFn: ({ id }) => id },
      )
      loaders.set(owner, loader)
    }
    return loader.load({ req, id })
  }
}
