import type { CollectionBeforeOperationHook, Where } from 'payload'

import { connectionOf } from '../../src/database/connection.ts'
import { allRunningEvents } from '../../src/features/events/public.ts'

/** Beyond this, the running events are not listed one by one. */
const maxListed = 2000

/** The value that a condition of the list compares a field with. */
const comparedWith = (conditions: Where[], field: string, operator: string): unknown => {
  const condition = conditions.find((each) => field in each)?.[field]
  return (condition as Record<string, unknown> | undefined)?.[operator]
}

/** The instant at which the events of the conditions run; undefined when they ask for something else. */
function instantOf(conditions: Where[]): Date | undefined {
  const begun = comparedWith(conditions, 'startDate', 'less_than_equal')
  const notEnded = comparedWith(conditions, 'endDate', 'greater_than')
  if (typeof begun !== 'string' || begun !== notEnded) return undefined
  const instant = new Date(begun)
  return Number.isNaN(instant.getTime()) ? undefined : instant
}

type FindIds = (now: Date) => Promise<number[]>

async function narrow(where: Where, findIds: FindIds): Promise<Where> {
  const groups = await Promise.all(
    Object.entries(where).map(async ([key, value]) => {
      if (!/^(and|or)$/i.test(key) || !Array.isArray(value)) return [key, value]
      const conditions = await Promise.all(value.map((inner) => narrow(inner, findIds)))
      const instant = /^and$/i.test(key) ? instantOf(conditions) : undefined
      const ids = instant && (await findIds(instant))
      if (!ids || ids.length > maxListed) return [key, conditions]
      return [key, [...conditions, { id: { in: ids } }]]
    }),
  )
  return Object.fromEntries(groups) as Where
}

/**
 * Adds the ids of the running events to a filter that asks for events that have begun and not ended, as the
 * panel's "On now" does. Payload has no filter that uses the index of time spans; without the ids,
 * PostgreSQL reads all past events.
 */
export const findRunning: CollectionBeforeOperationHook = async ({ args, operation, req }) => {
  const { where } = args as { where?: Where | null }
  if (!where || (operation !== 'read' && operation !== 'count')) return args
  const findIds: FindIds = async (now) =>
    allRunningEvents(await connectionOf(req), now, maxListed + 1)
  return { ...args, where: await narrow(where, findIds) }
}
