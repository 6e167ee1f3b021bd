import type { Payload } from 'payload'

import { inOwnTransaction, poolOf } from '../../../database/connection.ts'
import {
  createIndex,
  hasIndex,
  removeOtherIndexes,
  searchIndex,
  writeChanges,
} from '../engine/indexAdmin.ts'
import { formatName } from '../engine/indexFormat.ts'
import type { SearchEngine } from '../engine/searchEngine.ts'
import { nextDocuments } from '../queries/documents.ts'
import {
  beginIndex,
  fedIndexes,
  forgetIndexes,
  lockFedIndexes,
  makeLive,
  recordFilled,
  takeUnfinished,
} from '../queries/indexes.ts'

/** The name of a new index: of two, the later one is greater. */
const newName = (alias: string) => `${alias}-${new Date().toISOString().replace(/\D/g, '')}`

/** Forgets indexes that the engine has lost, and those of another format. */
export async function forgetLostIndexes(payload: Payload, engine: SearchEngine): Promise<void> {
  const client = await engine.client()
  const lost: string[] = []
  for (const { filledTo, format, isLive, name } of await fedIndexes(poolOf(payload))) {
    const hasBegun = isLive || filledTo > 0
    const isLost = format !== formatName || (hasBegun && !(await hasIndex(client, name)))
    if (isLost) lost.push(name)
  }
  if (lost.length > 0) await forgetIndexes(poolOf(payload), lost)
}

/**
 * Begins a new index next to the one that is searched, or goes on with one that was begun. From now on it gets every
 * change too: what is written while it is filled is in both.
 */
export async function beginBuild(payload: Payload, engine: SearchEngine): Promise<void> {
  const name = newName(engine.index)
  await inOwnTransaction(payload, async (connection) => {
    // A batch of changes that knows nothing of the new index must be written before the first document is read.
    await lockFedIndexes(connection)
    await beginIndex(connection, { name, format: formatName })
  })
}

/** The new index is complete: it is searched, and the old one is removed. */
async function finishBuild(payload: Payload, engine: SearchEngine, name: string): Promise<void> {
  const client = await engine.client()
  await inOwnTransaction(payload, async (connection) => {
    // No batch of changes may still write to the old index when it is gone.
    await lockFedIndexes(connection)
    const unfinished = await takeUnfinished(connection)
    if (unfinished?.name !== name) return
    await searchIndex(client, engine.index, name)
    await makeLive(connection, name)
    await removeOtherIndexes(client, engine.index, name)
  })
}

/** How far a build is. */
export type BuildStep = { state: 'filled'; events: number; filledTo: number } | { state: 'done' }

/**
 * Fills the new index with the next events, or makes it the one that is searched when it has them all. Several
 * processes may call this at the same time: they take turns. A process that is killed leaves its batch to the next.
 *
 * @throws {EngineUnavailable} when the engine does not answer; nothing that was filled is lost
 */
export async function buildStep(payload: Payload, engine: SearchEngine): Promise<BuildStep> {
  const client = await engine.client()
  const step = await inOwnTransaction(payload, async (connection) => {
    const index = await takeUnfinished(connection)
    if (!index) return { state: 'done' as const }
    const { filledTo, name } = index
    if (filledTo === 0) await createIndex(client, name)
    const documents = await nextDocuments(connection, filledTo)
    if (documents.length === 0) return { state: 'complete' as const, name }
    await writeChanges(client, name, documents)
    const last = documents.at(-1)!.id
    await recordFilled(connection, name, last)
    return { state: 'filled' as const, events: documents.length, filledTo: last }
  })
  if (step.state !== 'complete') return step
  await finishBuild(payload, engine, step.name)
  return { state: 'done' }
}
