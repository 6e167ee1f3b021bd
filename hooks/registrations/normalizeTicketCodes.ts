import type { CollectionBeforeOperationHook, Where } from 'payload'

import { normalizeTicketCode } from '../../src/features/registrations/ticketCode.ts'

const isGroup = (key: string) => /^(and|or)$/i.test(key)

const normalizeValue = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(normalizeValue)
  // REST sends the list of `in` as one text with commas.
  return typeof value === 'string' ? value.split(',').map(normalizeTicketCode).join() : value
}

const normalizeCondition = (condition: object) =>
  Object.fromEntries(
    Object.entries(condition).map(([operator, value]) => [
      operator,
      operator === 'exists' ? value : normalizeValue(value),
    ]),
  )

const normalizeWhere = (where: Where): Where =>
  Object.fromEntries(
    Object.entries(where).map(([key, value]) => {
      if (isGroup(key) && Array.isArray(value)) return [key, value.map(normalizeWhere)]
      return [key, key === 'ticketCode' ? normalizeCondition(value) : value]
    }),
  )

/**
 * Finds a ticket code as people type it: in lower case, with spaces or hyphens. It runs after
 * `checkQuery`, which refuses a filter that is none.
 */
export const normalizeTicketCodes: CollectionBeforeOperationHook<'registrations'> = ({ args }) => {
  const { where } = args as { where?: Where | null }
  return where ? { ...args, where: normalizeWhere(where) } : args
}
