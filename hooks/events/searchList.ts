import type { CollectionBeforeOperationHook, Where } from 'payload'

import { connectionOf } from '../../src/database/connection.ts'
import { searchEventIds, viewerOf } from '../../src/features/events/public.ts'

/** The most events that a search of the list finds: the best ones. */
const maxFound = 2000

/** The fields that the panel's list compares with what somebody types into its search. */
const searched = ['title', 'location', 'externalId']

/** The text that all of these conditions look for in the fields of the list; undefined for other conditions. */
function textOf(conditions: Where[]): string | undefined {
  if (conditions.length !== searched.length) return undefined
  const texts = searched.map((field, index) => {
    const condition = conditions[index]?.[field] as { like?: unknown } | undefined
    return condition?.like
  })
  const [text] = texts
  return typeof text === 'string' && texts.every((other) => other === text) ? text : undefined
}

type FindIds = (text: string) => Promise<number[]>

async function withSearch(where: Where, findIds: FindIds): Promise<Where> {
  const groups = await Promise.all(
    Object.entries(where).map(async ([key, value]) => {
      if (!/^(and|or)$/i.test(key) || !Array.isArray(value)) return [key, value]
      const text = /^or$/i.test(key) ? textOf(value) : undefined
      if (text === undefined)
        return [key, await Promise.all(value.map((inner) => withSearch(inner, findIds)))]
      return [key, [{ id: { in: await findIds(text) } }, { externalId: { like: text } }]]
    }),
  )
  return Object.fromEntries(groups) as Where
}

/**
 * Lets the search of the panel's list find what the search of the apps finds: words without accents, with mistakes, and
 * in the description. Payload compares the text with parts of the fields, word by word.
 */
export const searchList: CollectionBeforeOperationHook = async ({ args, operation, req }) => {
  const { overrideAccess, where } = args as { overrideAccess?: boolean; where?: Where | null }
  if (!where || (operation !== 'read' && operation !== 'count')) return args
  const viewer = overrideAccess ? { isStaff: true } : viewerOf(req)
  const findIds: FindIds = async (text) =>
    searchEventIds(await connectionOf(req), viewer, text, maxFound)
  return { ...args, where: await withSearch(where, findIds) }
}
