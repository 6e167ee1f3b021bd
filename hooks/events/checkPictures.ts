import type { CollectionBeforeChangeHook } from 'payload'

import { maxInteger, relatedId } from '../../src/shared/documentId.ts'
import { isStaff } from '../../src/shared/access/isStaff.ts'
import { fieldErrors } from '../../src/shared/errors/fieldErrors.ts'
import { picturesIn } from '../../src/features/events/richText.ts'
import type { Event } from '../../src/payload-types.ts'

const pathsOf = ({ coverImage, body }: Partial<Event>): Map<number, string> => {
  const paths = new Map(picturesIn(body).map((id) => [id, 'body']))
  if (coverImage) paths.set(relatedId(coverImage), 'coverImage')
  return paths
}

/**
 * Refuses pictures that the caller may not see. A public event would show the picture of somebody else's
 * draft to everybody.
 */
export const checkPictures: CollectionBeforeChangeHook<Event> = async ({
  data,
  originalDoc,
  req,
}) => {
  if (!req.user || isStaff({ req })) return data
  const kept = originalDoc ? pathsOf(originalDoc) : new Map<number, string>()
  // What is no id is left to Payload's validation, which runs later.
  const isId = (id: number) => Number.isSafeInteger(id) && id > 0 && id <= maxInteger
  const added = [...pathsOf(data)].filter(([id]) => isId(id) && !kept.has(id))
  if (added.length === 0) return data
  const { docs } = await req.payload.find({
    collection: 'media',
    where: { id: { in: added.map(([id]) => id) } },
    depth: 0,
    pagination: false,
    select: { alt: true },
    overrideAccess: false,
    req,
  })
  const seen = new Set(docs.map(({ id }) => id))
  const errors = added
    .filter(([id]) => !seen.has(id))
    .map(([id, path]) => ({ path, message: `There is no picture ${id}.` }))
  if (errors.length > 0) throw fieldErrors(req, 'events', errors)
  return data
}
