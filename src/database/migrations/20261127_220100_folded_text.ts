import { type MigrateDownArgs, type MigrateUpArgs, sql } from '@payloadcms/db-postgres'

/**
 * The form in which names are compared when people search for a part of them: in lower case, without accents,
 * with one kind of apostrophe. `folded_text('Müller') = folded_text('muller')`.
 *
 * - Names that are ASCII alone, which are most, take the first branch, and names that are ASCII without their
 *   accents the second one: 3 and 9 microseconds, where the last one takes 20.
 * - The function names its schema and its collation, because PostgreSQL builds indexes with a search path of
 *   its own. The collation `text_order` lowers all scripts, where that of the database may know ASCII alone.
 */
export async function up({ db }: MigrateUpArgs): Promise<void> {
  await db.execute(sql`
    DO $$
    DECLARE
      schema text := quote_ident(current_schema());
      lowering text := CASE WHEN to_regcollation('text_order') IS NULL THEN 'pg_catalog."default"'
        ELSE quote_ident(current_schema()) || '.text_order' END;
    BEGIN
      EXECUTE format($create$
        CREATE FUNCTION folded_text(given text) RETURNS text
        LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 20 AS $function$
        DECLARE
          plain text;
        BEGIN
          IF octet_length(given) = char_length(given) THEN
            RETURN lower(translate(given, chr(96), '''') COLLATE "C");
          END IF;
          plain := regexp_replace(
            normalize(translate(given, '’‘ʼʻ′´' || chr(96), ''''''''''''''''), NFKD),
            '[\\u0300-\\u036f]+', '', 'g');
          IF octet_length(plain) = char_length(plain) THEN
            RETURN lower(plain COLLATE "C");
          END IF;
          RETURN lower(%s.searchable_text(normalize(plain, NFC), '') COLLATE %s);
        END $function$;
      $create$, schema, lowering);
    END $$;

    DO $$
    BEGIN
      IF EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_trgm') THEN
        DROP INDEX IF EXISTS events_parts, users_parts;
        CREATE INDEX events_parts ON events USING gin (
          folded_text(title) gin_trgm_ops, folded_text(location) gin_trgm_ops,
          folded_text(external_id) gin_trgm_ops);
        CREATE INDEX users_parts ON users USING gin (
          folded_text(username) gin_trgm_ops, folded_text(email) gin_trgm_ops,
          folded_text(display_name) gin_trgm_ops);
      END IF;
    END $$;
  `)
}

export async function down({ db }: MigrateDownArgs): Promise<void> {
  await db.execute(sql`
    DROP INDEX IF EXISTS users_parts, events_parts;
    DROP FUNCTION folded_text;
    DO $$
    BEGIN
      IF EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_trgm') THEN
        CREATE INDEX events_parts ON events
          USING gin (title gin_trgm_ops, location gin_trgm_ops, external_id gin_trgm_ops);
        CREATE INDEX users_parts ON users
          USING gin (username gin_trgm_ops, email gin_trgm_ops, display_name gin_trgm_ops);
      END IF;
    END $$;
  `)
}
