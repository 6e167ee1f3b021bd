import { type SQL, sql } from '@payloadcms/db-postgres/drizzle'

import { type Connection, rowsOf } from '../../../database/connection.ts'

/** A word of a term as the index stores it. */
export interface Lexeme {
  /** The number of the term, from 0. */
  term: number
  word: string
  /** Whether an event that the caller may see has a word that begins with it. */
  isKnown: boolean
  /** Words of titles, places and tags that look like it, if it is not known. */
  similar: string[]
}

/** Characters of a term. Longer words are not stored. */
const maxTermLength = 200

/**
 * The words of terms, in their order.
 *
 * @param visible the condition of the events that the caller may see
 */
export const lexemesOf = (
  connection: Connection,
  terms: string[],
  visible: SQL,
): Promise<Lexeme[]> =>
  rowsOf<Lexeme>(
    connection,
    sql`SELECT term::int - 1 AS term, word, known AS "isKnown",
          CASE WHEN known OR char_length(word) < 4 THEN '{}'
            ELSE ARRAY(SELECT similar_words(word)) END AS similar
        FROM unnest(${sql.param(terms)}::text[]) WITH ORDINALITY AS typed (text, term),
          regexp_split_to_table(search_words_of(left(text, ${maxTermLength}::int), false), '\\s+')
            WITH ORDINALITY AS split (word, place),
          LATERAL (SELECT EXISTS (
            SELECT FROM event_search JOIN events ON events.id = event_id
            WHERE words @@ ('''' || replace(word, '\\', '\\\\') || ''':*')::tsquery AND ${visible}
          ) AS known) knowledge
        WHERE word <> '' AND char_length(word) <= 60
        ORDER BY term, place`,
  )
