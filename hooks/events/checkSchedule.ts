import { type CollectionBeforeChangeHook, ValidationError } from 'payload'

import { scheduleProblems } from '../../src/features/events/rules.ts'
import type { Event } from '../../src/payload-types.ts'

/** Refuses an event that ends before it starts, and a registration that closes before it opens. */
export const checkSchedule: CollectionBeforeChangeHook<Event> = ({ data, originalDoc, req }) => {
  const errors = scheduleProblems({ ...originalDoc, ...data })
  if (errors.length > 0) throw new ValidationError({ collection: 'events', errors, req }, req.t)
  return data
}
