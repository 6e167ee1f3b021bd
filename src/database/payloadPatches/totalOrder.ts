import type { PostgresAdapter } from '@payloadcms/db-postgres'

type Sort = string | string[] | undefined
type Read = (args: { sort?: Sort }) => Promise<unknown>

const reads = ['find', 'findVersions', 'queryDrafts'] as const

/** The order, with the id as its last key: in the direction of the key before, so that one index has both. */
function withId(sort: Sort): string[] {
  const given = [sort ?? []].flat().flatMap((keys) => keys.split(','))
  const keys = given.filter((key) => key.trim() !== '')
  if (keys.length === 0) keys.push('-createdAt')
  if (keys.some((key) => key === 'id' || key === '-id')) return keys
  return [...keys, keys.at(-1)!.startsWith('-') ? '-id' : 'id']
}

/**
 * Upstream: Payload orders documents with equal keys by their creation, and leaves the order open when that
 * is equal too. Of 120 registrations that were made at once, the pages of a list repeated 20 and missed as many.
 *
 * This patch ends every order with the id: of lists and versions, on every surface, whatever the caller sorts by.
 *
 * To see whether it can go, remove it and run tests/http/totalOrder.test.ts.
 */
export function orderTotally(adapter: PostgresAdapter): PostgresAdapter {
  for (const name of reads) {
    const read = adapter[name].bind(adapter) as unknown as Read
    const ordered: Read = (args) => read({ ...args, sort: withId(args.sort) })
    Object.assign(adapter, { [name]: ordered })
  }
  return adapter
}
