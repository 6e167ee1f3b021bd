import type { CollectionBeforeOperationHook } from 'payload'

/**
 * A request without a body creates from nothing, and hears which fields are required. Payload itself
 * would fail on the missing data with an error of the server.
 */
export const defaultData: CollectionBeforeOperationHook = ({ args, operation }) => {
  const writes = operation === 'create' || operation === 'update'
  return writes && !(args as { data?: unknown }).data ? { ...args, data: {} } : args
}
