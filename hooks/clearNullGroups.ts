import type { CollectionBeforeOperationHook } from 'payload'

/**
 * Clears all fields of a group that is sent as null. Payload reads null as an object, and would fail with
 * a server error.
 */
export const clearNullGroups: CollectionBeforeOperationHook = ({ args, collection, operation }) => {
  const { data } = args as { data?: Record<string, unknown> }
  if (!data || !['create', 'update'].includes(operation)) return args
  const cleared: Record<string, Record<string, null>> = {}
  for (const field of collection.flattenedFields) {
    if (field.type !== 'group' || data[field.name] !== null) continue
    const names = field.flattenedFields.map(({ name }) => name)
    cleared[field.name] = Object.fromEntries(names.map((name) => [name, null]))
  }
  return Object.keys(cleared).length > 0 ? { ...args, data: { ...data, ...cleared } } : args
}
