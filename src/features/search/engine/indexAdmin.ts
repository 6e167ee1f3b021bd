import type { Client } from '@opensearch-project/opensearch'

import type { EngineChange } from '../queries/documents.ts'
import { EngineUnavailable } from './circuitBreaker.ts'
import { callEngine, statusOf } from './engineClient.ts'
import { indexFormat } from './indexFormat.ts'

/**
 * Changes are written through an alias of the index, and only through an alias: a write to an index that is gone
 * would make a new one, without the mapping.
 */
const writeAlias = (name: string) => `${name}-write`

/** Creates an index, unless it exists. */
export async function createIndex(client: Client, name: string): Promise<void> {
  const body = { ...indexFormat, aliases: { [writeAlias(name)]: {} } }
  try {
    await callEngine(() => client.indices.create({ index: name, body: body as never }))
  } catch (error) {
    if (statusOf(error) !== 400 || !(await hasIndex(client, name))) throw error
  }
}

export const hasIndex = (client: Client, name: string): Promise<boolean> =>
  callEngine(async () => (await client.indices.exists({ index: name })).body)

interface Item {
  status: number
  error?: { type: string; reason: string }
}

/** An event without a document is deleted, with its version: an older change that comes later is ignored. */
function linesOf({ document, id, version }: EngineChange): object[] {
  const about = { _id: String(id), version, version_type: 'external_gte' }
  return document ? [{ index: about }, document] : [{ delete: about }]
}

/** A higher version is there (409), or a deleted event was not (404 without an error). */
const isDone = ({ error, status }: Item) => status < 300 || status === 409 || !error

/**
 * Writes changes to an index. They are found when this returns.
 *
 * @throws {EngineUnavailable} when the engine does not answer or cannot take them now
 * @throws {Error} when it refuses one of them
 */
export async function writeChanges(
  client: Client,
  name: string,
  changes: EngineChange[],
): Promise<void> {
  const response = await callEngine(() =>
    client.bulk({
      index: writeAlias(name),
      require_alias: true,
      refresh: true,
      body: changes.flatMap(linesOf) as never,
    }),
  )
  const { items } = response.body as unknown as { items: Record<string, Item>[] }
  const failed = items.map((item) => Object.values(item)[0]!).find((item) => !isDone(item))
  if (!failed) return
  const reason = `${failed.error!.type}: ${failed.error!.reason}`
  const isTemporary = failed.status === 404 || failed.status === 429 || failed.status >= 500
  throw isTemporary
    ? new EngineUnavailable(reason)
    : new Error(`The search engine refused an event. ${reason}`)
}

/** Lets searches find the index instead of the others, in one step. */
export async function searchIndex(client: Client, alias: string, name: string): Promise<void> {
  const actions = [
    { remove: { index: `${alias}-*`, alias, must_exist: false } },
    { add: { index: name, alias } },
  ]
  await callEngine(() => client.indices.updateAliases({ body: { actions } }))
}

/** Removes all indexes of the alias but one. Another platform's alias may begin with the same words. */
export async function removeOtherIndexes(
  client: Client,
  alias: string,
  kept: string,
): Promise<void> {
  const response = await callEngine(() => client.indices.get({ index: `${alias}-*` }))
  const others = Object.keys(response.body).filter(
    (name) => name !== kept && /^-\d{17}$/.test(name.slice(alias.length)),
  )
  if (others.length === 0) return
  await callEngine(() => client.indices.delete({ index: others, ignore_unavailable: true }))
}
