import { type MigrateDownArgs, type MigrateUpArgs, sql } from '@payloadcms/db-postgres'

/**
 * The text in which events are searched: without accents, with spaces for ASCII punctuation, and bounded.
 *
 * - PostgreSQL's parser takes `HS/MS` for a path and `St.Louis` for a host, so nobody found the parts.
 *   It also needs minutes for 200,000 characters such as `a_a_a_`, and keeps hyphenated words twice.
 * - It is no SQL function, and its cost is high. Otherwise PostgreSQL folds the texts of all events of a small
 *   table for each search, which took seconds for long texts, instead of using the index.
 * - A search vector holds 1,048,575 bytes of words. In plain words a character takes 4 bytes at most, its
 *   space included, so 240,000 characters always fit. A decomposed text may be longer than it was.
 */
export async function up({ db }: MigrateUpArgs): Promise<void> {
  await db.execute(sql`
    CREATE FUNCTION searchable_text(given text, separators text) RETURNS text
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 10000 AS $$
    BEGIN
      RETURN left(translate(
        CASE WHEN octet_length(given) = char_length(given) THEN given
        ELSE replace(replace(replace(replace(replace(replace(replace(replace(
          translate(
            normalize(regexp_replace(normalize(given, NFD), '[\u0300-\u036f]+', '', 'g'), NFC),
            'łŁøØđĐħĦŧŦı', 'lLoOdDhHtTi'),
          'ß', 'ss'), 'ẞ', 'SS'), 'æ', 'ae'), 'Æ', 'AE'), 'œ', 'oe'), 'Œ', 'OE'), 'þ', 'th'), 'Þ', 'TH')
        END,
        separators, repeat(' ', char_length(separators))), 240000);
    END $$;

    DROP INDEX events_search;
    CREATE INDEX events_search ON events USING gin (to_tsvector('simple', searchable_text(
      title || ' ' || location || ' ' || description, '!"#$%&''()*+,-./:;<=>?@[\\]^_\`{|}~')));
  `)
}

export async function down({ db }: MigrateDownArgs): Promise<void> {
  await db.execute(sql`
    DROP INDEX events_search;
    CREATE INDEX events_search ON events USING gin (
      to_tsvector('simple', title || ' ' || location || ' ' || description));
    DROP FUNCTION searchable_text;
  `)
}
