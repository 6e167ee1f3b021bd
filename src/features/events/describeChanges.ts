import type { PayloadRequest } from 'payload'

import type { Event } from '../../payload-types.ts'
import { changedFields } from './changedFields.ts'

const authorOf = ({ updatedBy }: Event) =>
  updatedBy && typeof updatedBy === 'object'
    ? updatedBy.displayName || updatedBy.username
    : 'Somebody'

const time = (instant: string) => Date.parse(instant)

/**
 * Who changed which fields of an event since the instant `shown`, as a sentence for the person whose form
 * shows the older state. Undefined when nothing changed. The caller has locked the event.
 */
export async function describeChanges(
  req: PayloadRequest,
  id: number,
  shown: Date,
): Promise<string | undefined> {
  const find = { collection: 'events', id, disableErrors: true, req } as const
  const event = await req.payload.findByID({ ...find, depth: 1, overrideAccess: false })
  if (!event || time(event.updatedAt) <= shown.getTime()) return undefined
  const { docs } = await req.payload.findVersions({
    collection: 'events',
    where: {
      and: [
        { parent: { equals: id } },
        { 'version.updatedAt': { less_than_equal: shown.toISOString() } },
      ],
    },
    sort: '-updatedAt',
    limit: 1,
    depth: 1,
    overrideAccess: false,
    req,
  })
  const [before] = docs
  const { flattenedFields } = req.payload.collections.events.config
  const fields = before ? changedFields(flattenedFields, before.version, event) : []
  const what = fields.length > 0 ? fields.join(', ') : 'this event'
  return `${authorOf(event)} has changed ${what} since you opened the form. Nothing was saved.`
}
