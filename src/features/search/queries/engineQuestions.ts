import { sql } from '@payloadcms/db-postgres/drizzle'

import { type Connection, rowsOf } from '../../../database/connection.ts'

/** Characters of a term. Longer words are not stored. */
const maxTermLength = 200

export interface EngineQuestion {
  /** The format of the index that this release can search. */
  format: string
  terms: string[]
  tag: string | undefined
  program: string | undefined
  /** The id of the caller. */
  userId: number | undefined
}

export interface EngineAnswer {
  /** Whether an index is complete and has every change of an event that is committed. */
  isCurrent: boolean
  /** Whether the caller has drafts, which the engine does not know. */
  ownsDrafts: boolean
  tagKey: string | null
  programKey: string | null
  /** The words of the terms, in their order. */
  words: { term: number; word: string }[]
}

/**
 * What the database has to say before the engine is asked, in one statement. A change waits in the outbox until
 * it is relayed, and then in `search_outdated` until the engine has it.
 */
export async function askBeforeEngine(
  connection: Connection,
  { format, program, tag, terms, userId }: EngineQuestion,
): Promise<EngineAnswer> {
  const [row] = await rowsOf<EngineAnswer>(
    connection,
    sql`SELECT EXISTS (SELECT FROM search_indexes WHERE is_live AND format = ${format})
          AND NOT EXISTS (SELECT FROM search_outdated)
          AND NOT EXISTS (SELECT FROM outbox WHERE relayed_at IS NULL AND type LIKE 'event.%')
          AS "isCurrent",
        EXISTS (SELECT FROM events WHERE created_by_id = ${userId ?? null}::int AND status = 'draft')
          AS "ownsDrafts",
        lower(${tag ?? null}::text) AS "tagKey", lower(${program ?? null}::text) AS "programKey",
        ARRAY(
          SELECT jsonb_build_object('term', term::int - 1, 'word', word)
          FROM unnest(${sql.param(terms)}::text[]) WITH ORDINALITY AS typed (text, term),
            regexp_split_to_table(search_words_of(left(text, ${maxTermLength}::int), false), '\\s+')
              WITH ORDINALITY AS split (word, place)
          WHERE word <> '' AND char_length(word) <= 60
          ORDER BY term, place
        ) AS words`,
  )
  return row!
}
