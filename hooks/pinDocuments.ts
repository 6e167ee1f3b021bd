import type { CollectionBeforeOperationHook, Where } from 'payload'

type HookArgs = Parameters<CollectionBeforeOperationHook>[0]

/**
 * The ids of the documents of a bulk change, in order, and the arguments of a change of exactly those.
 * The caller locks them: documents that match only later are not changed, because they are not locked.
 */
export async function pinDocuments({ args, collection, req }: HookArgs) {
  const { where = {} } = args as { where?: Where }
  const { docs } = await req.payload.db.find({
    collection: collection.slug,
    where,
    select: { id: true },
    limit: 0,
    pagination: false,
    req,
  })
  const ids = docs.map(({ id }) => Number(id)).sort((one, other) => one - other)
  return { ids, pinned: { ...args, where: { and: [where, { id: { in: ids } }] } } as typeof args }
}
