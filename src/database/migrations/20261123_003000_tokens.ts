import { type MigrateDownArgs, type MigrateUpArgs, sql } from '@payloadcms/db-postgres'

/** What signing in through the public API stands on; Payload's own schema knows nothing of it. */
export async function up({ db }: MigrateUpArgs): Promise<void> {
  await db.execute(sql`
    -- Every token names the version of its user that it was made for. A change of the password and
    -- a suspension raise it, whoever makes them, and with it all tokens of the user are worthless.
    ALTER TABLE users ADD COLUMN token_version integer NOT NULL DEFAULT 0;

    CREATE TABLE refresh_families (
      id uuid PRIMARY KEY,
      user_id integer NOT NULL REFERENCES users (id) ON DELETE CASCADE,
      created_at timestamptz NOT NULL,
      revoked_at timestamptz
    );
    CREATE INDEX refresh_families_user ON refresh_families (user_id);

    CREATE TABLE refresh_tokens (
      jti_hash bytea PRIMARY KEY,
      family_id uuid NOT NULL REFERENCES refresh_families (id) ON DELETE CASCADE,
      issued_at timestamptz NOT NULL,
      expires_at timestamptz NOT NULL,
      used_at timestamptz
    );
    CREATE INDEX refresh_tokens_family ON refresh_tokens (family_id);
    CREATE INDEX refresh_tokens_expiry ON refresh_tokens (expires_at);

    CREATE FUNCTION retire_tokens() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      NEW.token_version := OLD.token_version + 1;
      UPDATE refresh_families SET revoked_at = now()
        WHERE user_id = OLD.id AND revoked_at IS NULL;
      RETURN NEW;
    END $$;

    CREATE TRIGGER users_retire_tokens BEFORE UPDATE ON users FOR EACH ROW
      WHEN (OLD.hash IS DISTINCT FROM NEW.hash
            OR (NEW.suspended IS TRUE AND OLD.suspended IS NOT TRUE))
      EXECUTE FUNCTION retire_tokens();

    CREATE TABLE idempotency_keys (
      key_hash bytea PRIMARY KEY,
      fingerprint bytea NOT NULL,
      status integer NOT NULL,
      answer bytea NOT NULL,
      created_at timestamptz NOT NULL
    );
    CREATE INDEX idempotency_keys_age ON idempotency_keys (created_at);

    -- As rate-limiter-flexible writes it.
    CREATE TABLE sign_in_failures (
      key varchar(255) PRIMARY KEY,
      points integer NOT NULL DEFAULT 0,
      expire bigint
    );

    CREATE INDEX events_search ON events USING gin (
      to_tsvector('simple', title || ' ' || location || ' ' || description));
  `)
}

export async function down({ db }: MigrateDownArgs): Promise<void> {
  await db.execute(sql`
    DROP INDEX events_search;
    DROP TABLE sign_in_failures, idempotency_keys, refresh_tokens, refresh_families;
    DROP TRIGGER users_retire_tokens ON users;
    DROP FUNCTION retire_tokens;
    ALTER TABLE users DROP COLUMN token_version;
  `)
}
