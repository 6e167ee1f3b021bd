import { type MigrateDownArgs, type MigrateUpArgs, sql } from '@payloadcms/db-postgres'

/**
 * Usernames that look the same have the same key: composed and decomposed letters, wide letters, characters
 * that nobody sees, and the letters of Cyrillic, Greek and Armenian that look like Latin ones. The index is
 * not unique: older accounts may share a key, and go on working. `queries/identities.ts` keeps new ones
 * apart.
 */
export async function up({ db }: MigrateUpArgs): Promise<void> {
  await db.execute(sql`
    CREATE FUNCTION username_key(name text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
      SELECT translate(
        normalize(regexp_replace(normalize(name, NFKC),
          '[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0]',
          '', 'g'), NFKC),
        'аеорсухіјѕһԁԛԝѵӏкοανικρτυχϲϳօսոհցյզıɑɡ',
        'aeopcyxijshdqwvlkoavikptuxcjounhgjqiag')
    $$;
    CREATE INDEX users_username_key ON users (username_key(username));
  `)
}

export async function down({ db }: MigrateDownArgs): Promise<void> {
  await db.execute(sql`
    DROP INDEX users_username_key;
    DROP FUNCTION username_key;
  `)
}
