import { type MigrateDownArgs, type MigrateUpArgs, sql } from '@payloadcms/db-postgres'

/**
 * The sessions of the public pages. Only the hash of a session's secret is stored. What revokes the tokens of a user
 * ends these too. A session also names the version of the user that it was made for: one that a sign-in adds while
 * the tokens are revoked is worthless.
 */
export async function up({ db }: MigrateUpArgs): Promise<void> {
  await db.execute(sql`
    CREATE TABLE web_sessions (
      secret_hash bytea PRIMARY KEY,
      user_id integer NOT NULL REFERENCES users (id) ON DELETE CASCADE,
      token_version integer NOT NULL,
      is_persistent boolean NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now(),
      expires_at timestamptz NOT NULL
    );
    CREATE INDEX web_sessions_user ON web_sessions (user_id, created_at);
    CREATE INDEX web_sessions_expiry ON web_sessions (expires_at);

    CREATE OR REPLACE FUNCTION retire_tokens() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      NEW.token_version := OLD.token_version + 1;
      UPDATE refresh_families SET revoked_at = now()
        WHERE user_id = OLD.id AND revoked_at IS NULL;
      DELETE FROM web_sessions WHERE user_id = OLD.id;
      RETURN NEW;
    END $$;
  `)
}

export async function down({ db }: MigrateDownArgs): Promise<void> {
  await db.execute(sql`
    CREATE OR REPLACE FUNCTION retire_tokens() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      NEW.token_version := OLD.token_version + 1;
      UPDATE refresh_families SET revoked_at = now()
        WHERE user_id = OLD.id AND revoked_at IS NULL;
      RETURN NEW;
    END $$;
    DROP TABLE web_sessions;
  `)
}
