import type { Payload } from 'payload'

import { inOwnTransaction } from '../../../database/connection.ts'
import { writeChanges } from '../engine/indexAdmin.ts'
import type { SearchEngine } from '../engine/searchEngine.ts'
import { outdatedChanges } from '../queries/documents.ts'
import { keepFedIndexes } from '../queries/indexes.ts'
import { removeOutdated } from '../queries/outdated.ts'

/**
 * Writes the oldest changes that the engine does not have to all its indexes. A change is remembered until
 * every index has confirmed it.
 *
 * @returns how many there were
 * @throws {EngineUnavailable} when the engine does not answer or cannot take them now
 */
export async function writeOutdated(payload: Payload, engine: SearchEngine): Promise<number> {
  const client = await engine.client()
  return inOwnTransaction(payload, async (connection) => {
    const indexes = await keepFedIndexes(connection)
    const changes = await outdatedChanges(connection)
    if (changes.length === 0) return 0
    await Promise.all(indexes.map(({ name }) => writeChanges(client, name, changes)))
    await removeOutdated(connection, changes)
    return changes.length
  })
}
