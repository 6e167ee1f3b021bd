import { type MigrateDownArgs, type MigrateUpArgs, sql } from '@payloadcms/db-postgres'

/** Files that clients were allowed to send to the bucket themselves, with what the signature binds. */
export async function up({ db }: MigrateUpArgs): Promise<void> {
  await db.execute(sql`
    CREATE TABLE media_uploads (
      id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      user_id integer NOT NULL REFERENCES users (id) ON DELETE CASCADE,
      filesize integer NOT NULL CHECK (filesize > 0),
      sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
      expires_at timestamptz NOT NULL,
      used_at timestamptz
    );
    CREATE INDEX media_uploads_by_user ON media_uploads (user_id, expires_at);
    CREATE INDEX media_uploads_expired ON media_uploads (expires_at);
  `)
}

export async function down({ db }: MigrateDownArgs): Promise<void> {
  await db.execute(sql`DROP TABLE media_uploads;`)
}
