import { sql } from '@payloadcms/db-postgres/drizzle'

import { type Connection, rowsOf } from '../../../database/connection.ts'

/** Events in a statement. */
const batch = 500

/**
 * Adds the words of the titles, places and tags of events to the vocabulary. Not in the transaction of the event: two
 * that add the same words in another order would wait for each other.
 *
 * @returns the number of events that were left to learn from, at most a batch
 */
export async function learnWords(connection: Connection): Promise<number> {
  const [row] = await rowsOf<{ events: number }>(
    connection,
    sql`WITH unlearned AS (
          DELETE FROM search_unlearned WHERE event_id IN (
            SELECT event_id FROM search_unlearned ORDER BY event_id LIMIT ${batch}::int
            FOR UPDATE SKIP LOCKED)
          RETURNING event_id
        ), added AS (
          INSERT INTO search_words
          SELECT DISTINCT word FROM unlearned JOIN event_search USING (event_id),
            unnest(tsvector_to_array(ts_filter(words, '{a,b}'))) AS word
          WHERE char_length(word) BETWEEN 4 AND 40
          ORDER BY word ON CONFLICT DO NOTHING
        )
        SELECT count(*)::int AS events FROM unlearned`,
  )
  return row!.events
}

/** Removes the words that no event has any more. @returns how many */
export async function forgetWords(connection: Connection): Promise<number> {
  const gone = await rowsOf(
    connection,
    sql`DELETE FROM search_words WHERE NOT EXISTS (
          SELECT FROM event_search WHERE words @@ ('''' || replace(word, '\\', '\\\\') || '''')::tsquery)
        RETURNING 1`,
  )
  return gone.length
}
