import {
  addDataAndFileToRequest,
  type CollectionSlug,
  type Endpoint,
  executeAccess,
  type ParsedParams,
  parseParams,
  type PayloadRequest,
  type SanitizedConfig,
  type Where,
} from 'payload'

import { isActive } from '../src/shared/access/isActive.ts'
import { Refusal } from '../src/shared/errors/Refusal.ts'
import { maxPageBytes, weightOf } from '../src/shared/pageWeight.ts'
import { FairQueue, QueueFullError } from '../src/shared/fairQueue.ts'

/** Documents that one request changes. */
const maxDocuments = 1000

/**
 * Documents of one transaction. Everybody who registers for an event of the batch waits until it is
 * committed. Deleting users blocks all registrations for that time, so those batches are smaller.
 */
const batchSizes: Partial<Record<CollectionSlug, number>> = {
  events: 50,
  registrations: 100,
  users: 25,
}

/** Bulk changes that run at once in this process, and that wait. Each runs for seconds. */
const queue = new FairQueue({ concurrency: 2, maxWaiting: 20 })

interface Bulk {
  req: PayloadRequest
  slug: CollectionSlug
  change: 'update' | 'delete'
  params: ParsedParams
}

interface Changed {
  docs: unknown[]
  errors: { id: number | string; message: string; isPublic?: boolean }[]
}

/** The ids of the documents that the caller asked for and may change, in order. @throws {Refusal} 400 */
async function idsToChange({ req, slug, change, params }: Bulk): Promise<number[]> {
  const { payload } = req
  const access = await executeAccess(
    { data: req.data, req },
    payload.collections[slug].config.access[change],
  )
  const { where: asked, limit = 0, sort } = params
  if (!asked) {
    throw new Refusal(400, 'bad_request', `Missing 'where' query of documents to ${change}.`)
  }
  const where = (access === true ? asked : { and: [asked, access] }) as Where
  const caller = { collection: slug, where, overrideAccess: false, req } as const
  const { totalDocs } = await payload.count(caller)
  const count = limit > 0 ? Math.min(limit, totalDocs) : totalDocs
  if (count > maxDocuments) {
    const detail = `This would change ${count} documents. Change ${maxDocuments} at a time at most.`
    throw new Refusal(400, 'too_many', detail)
  }
  if (count === 0) return []
  const { docs } = await payload.find({ ...caller, select: {}, depth: 0, limit: count, sort })
  return docs.map(({ id }) => id).sort((one, other) => one - other)
}

async function changeBatch({ req, slug, change, params }: Bulk, ids: number[]): Promise<Changed> {
  const { depth, overrideLock = false, populate, select, trash } = params
  const options = {
    ...{ collection: slug, depth, overrideLock, populate, select, trash, req },
    overrideAccess: false,
    where: { id: { in: ids } },
  } as const
  const result =
    change === 'update'
      ? await req.payload.update({ ...options, data: structuredClone(req.data) as never })
      : await req.payload.delete(options)
  return result
}

/** Stands for documents that are too large for one response. */
const idsOf = (docs: unknown[]) => docs.map((doc) => ({ id: (doc as { id: number }).id }))

/** Changes the documents in batches, each in a transaction of its own. @throws what the first batch throws */
async function changeAll(bulk: Bulk): Promise<Changed> {
  const ids = await idsToChange(bulk)
  const size = batchSizes[bulk.slug]!
  const all: Changed = { docs: [], errors: [] }
  let weight = 0
  // Without documents one empty change still checks the data.
  for (let start = 0; start === 0 || start < ids.length; start += size) {
    const batch = ids.slice(start, start + size)
    try {
      const { docs, errors } = await changeBatch(bulk, batch)
      weight += weightOf(docs)
      all.docs.push(...(weight > maxPageBytes ? idsOf(docs) : docs))
      all.errors.push(...errors)
    } catch (error) {
      if (start === 0) throw error
      const message = (error as Error).message
      all.errors.push(...batch.map((id) => ({ id, message, isPublic: error instanceof Refusal })))
    }
  }
  return all
}

/** The response in the form of Payload's own route. */
function respond({ req, slug, change }: Bulk, { docs, errors }: Changed): Response {
  const total = docs.length + errors.length
  const { labels } = req.payload.collections[slug].config
  const label = (count: number) => {
    const text = count === 1 ? labels.singular : labels.plural
    return typeof text === 'string' ? text : slug
  }
  const message =
    errors.length === 0
      ? req.t(
          change === 'update'
            ? 'general:updatedCountSuccessfully'
            : 'general:deletedCountSuccessfully',
          { count: docs.length, label: label(docs.length) },
        )
      : req.t(change === 'update' ? 'error:unableToUpdateCount' : 'error:unableToDeleteCount', {
          count: errors.length,
          label: label(total),
          total,
        })
  const shown = errors.map((error) =>
    error.isPublic ? error : { ...error, message: 'Something went wrong.' },
  )
  return Response.json(
    { docs, errors: shown, message },
    { status: errors.length === 0 ? 200 : 400 },
  )
}

const busy = () =>
  new Refusal(503, 'busy', 'Too many bulk changes are under way. Try again in a moment.', {
    'Retry-After': '5',
  })

const bulkHandler =
  (slug: CollectionSlug, change: Bulk['change']): Endpoint['handler'] =>
  async (req) => {
    if (change === 'update') await addDataAndFileToRequest(req)
    const bulk = { req, slug, change, params: parseParams(req.query) }
    const run = async () => respond(bulk, await changeAll(bulk))
    // Everybody else is refused at once.
    if (!isActive({ req })) return run()
    return queue.run(String(req.user!.id), run).catch((error: unknown) => {
      throw error instanceof QueueFullError ? busy() : error
    })
  }

/**
 * Replaces Payload's routes for changes of many documents. Payload changes all of them in one
 * transaction, which kept the locks of all their events for 23 seconds with 1,000 events. Here each
 * batch has a transaction of its own, in order of the ids.
 */
export function changeInBatches(config: SanitizedConfig): SanitizedConfig {
  const changes: Record<string, Bulk['change']> = { patch: 'update', delete: 'delete' }
  for (const collection of config.collections) {
    const slug = collection.slug
    if (!(slug in batchSizes) || !collection.endpoints) continue
    // All collections share Payload's own endpoints, so they are copied.
    collection.endpoints = collection.endpoints.map((endpoint) => {
      const change = endpoint.path === '/' ? changes[endpoint.method] : undefined
      return change ? { ...endpoint, handler: bulkHandler(slug, change) } : endpoint
    })
  }
  return config
}
