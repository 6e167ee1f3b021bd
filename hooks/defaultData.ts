import type { CollectionBeforeOperationHook } from 'payload'

/**
 * Reads a missing body as an empty one, so that the response lists the required fields. Payload itself
 * would fail with a server error.
 */
export const defaultData: CollectionBeforeOperationHook = ({ args, operation }) => {
  const writes = operation === 'create' || operation === 'update'
  return writes && !(args as { data?: unknown }).data ? { ...args, data: {} } : args
}
