import type { CollectionBeforeOperationHook } from 'payload'

/**
 * A group that is sent as null is a group of nulls: its fields are cleared. Payload takes null for an
 * object, and would fail on it with an error of the server.
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
