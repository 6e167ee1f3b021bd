import type { CollectionAfterDeleteHook, CollectionBeforeDeleteHook } from 'payload'

import { connectionOf } from '../../src/database/connection.ts'
import { deleteIfEmpty, deleteOccurrences, scopeOf } from '../../src/features/series/public.ts'

/** Deletes the other events that a deletion reaches, and tells the series that this one is gone. */
export const leaveSeries: CollectionBeforeDeleteHook = async ({ id, req }) => {
  if (req.context.isSeriesChange) return
  req.context.endedSeries = await deleteOccurrences(req, Number(id), scopeOf(req))
}

/** Deletes a series with its last event. */
export const deleteEmptySeries: CollectionAfterDeleteHook = async ({ req }) => {
  const { endedSeries } = req.context
  if (endedSeries !== undefined) await deleteIfEmpty(await connectionOf(req), endedSeries)
}
