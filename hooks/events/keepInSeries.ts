import type { CollectionBeforeChangeHook, FlattenedField } from 'payload'

import { changedFields } from '../../src/features/events/changedFields.ts'
import { scopeOf } from '../../src/features/series/public.ts'
import type { Event } from '../../src/payload-types.ts'

const dates = ['startDate', 'endDate', 'registrationOpensAt', 'registrationClosesAt'] as const

/** The event with its references as ids and its dates in one notation, as the stored one has them. */
const comparable = (fields: FlattenedField[], event: Event): Event => {
  const plain = { ...event } as unknown as Record<string, unknown>
  for (const { name, type } of fields) {
    const value = plain[name]
    if (type === 'relationship' || type === 'upload') {
      plain[name] = typeof value === 'object' && value && 'id' in value ? value.id : value
    }
  }
  for (const name of dates) {
    const date = new Date(plain[name] as string)
    if (plain[name] && !Number.isNaN(date.getTime())) plain[name] = date.toISOString()
  }
  return plain as unknown as Event
}

/**
 * Keeps an event in its series, also when an older version of it is restored, and notes when it is changed
 * apart from the others.
 */
export const keepInSeries: CollectionBeforeChangeHook<Event> = ({
  collection,
  data,
  operation,
  originalDoc,
  req,
}) => {
  if (operation !== 'update' || !originalDoc) return data
  const { occurrence, series } = originalDoc
  const kept = { series, occurrence, occurrenceEdited: originalDoc.occurrenceEdited }
  if (!series || scopeOf(req) !== 'this' || req.context.isSeriesChange) return { ...data, ...kept }
  const { flattenedFields } = collection
  const before = comparable(flattenedFields, originalDoc)
  const after = comparable(flattenedFields, { ...originalDoc, ...data, ...kept })
  const isEdited = changedFields(flattenedFields, before, after).length > 0
  return { ...data, ...kept, occurrenceEdited: Boolean(kept.occurrenceEdited) || isEdited }
}
