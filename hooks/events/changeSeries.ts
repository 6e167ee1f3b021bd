import type { CollectionAfterChangeHook } from 'payload'

import { changeOccurrences, scopeOf } from '../../src/features/series/public.ts'
import type { Event } from '../../src/payload-types.ts'

/** Changes the other events of a series as this one, when the request asks for it with its scope. */
export const changeSeries: CollectionAfterChangeHook<Event> = async ({
  data,
  doc,
  operation,
  previousDoc,
  req,
}) => {
  if (operation !== 'update') return doc
  const scope = scopeOf(req)
  if (scope === 'this') return doc
  // `doc` has only the fields that the caller selected.
  const after: Event = { ...previousDoc, ...data }
  const series = await changeOccurrences(req, { before: previousDoc, after, scope })
  return series === undefined || !('series' in doc) ? doc : { ...doc, series }
}
