import type { FlattenedField } from 'payload'

import type { Event } from '../../payload-types.ts'

/** These fields change with every save. */
const ignored = ['updatedAt', 'updatedBy', 'createdAt', 'id']

const isCompared = (field: FlattenedField) =>
  !ignored.includes(field.name) && !('virtual' in field && field.virtual)

const nameOf = (field: FlattenedField) =>
  'label' in field && typeof field.label === 'string' ? field.label : field.name

/** The labels of the fields in which two versions of an event differ. */
export const changedFields = (fields: FlattenedField[], before: Event, after: Event): string[] =>
  fields
    .filter(isCompared)
    .filter(({ name }) => {
      const key = name as keyof Event
      return JSON.stringify(before[key] ?? null) !== JSON.stringify(after[key] ?? null)
    })
    .map(nameOf)
