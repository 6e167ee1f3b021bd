import type { Connection } from '../../database/connection.ts'
import { filterOf } from './filterOf.ts'
import { findEventIds } from './queries/events.ts'
import type { Viewer } from './rules.ts'

/**
 * The ids of the events that a search finds among those that the viewer may see, the best first. It is that of the
 * database, which has drafts too, also where a search engine answers apps.
 *
 * @param limit the most ids
 */
export async function searchEventIds(
  connection: Connection,
  viewer: Viewer,
  text: string,
  limit: number,
): Promise<number[]> {
  const filter = await filterOf(connection, viewer, { search: text })
  return findEventIds(connection, viewer, filter, { ordering: 'relevance', limit })
}
