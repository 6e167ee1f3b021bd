import { type MigrateDownArgs, type MigrateUpArgs, sql } from '@payloadcms/db-postgres'

/**
 * The addresses that accounts had before. The old address is told, and can take the account back. The
 * outbox has no addresses, so the row names the record in it. Taking an account back is no change to
 * tell: the other address would get such a link too. `queries/emailChanges.ts` sets the setting.
 */
export async function up({ db }: MigrateUpArgs): Promise<void> {
  await db.execute(sql`
    CREATE TABLE email_changes (
      id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      user_id integer NOT NULL REFERENCES users (id) ON DELETE CASCADE,
      old_email text NOT NULL,
      outbox_id bigint NOT NULL UNIQUE,
      changed_at timestamptz NOT NULL DEFAULT now()
    );
    CREATE INDEX email_changes_user ON email_changes (user_id, id);
    CREATE INDEX email_changes_age ON email_changes (changed_at);

    CREATE FUNCTION tell_email_changed() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
      record bigint;
    BEGIN
      INSERT INTO outbox (type, data)
        VALUES ('user.email_changed', jsonb_build_object('userId', NEW.id)) RETURNING id INTO record;
      INSERT INTO email_changes (user_id, old_email, outbox_id) VALUES (OLD.id, OLD.email, record);
      RETURN NULL;
    END $$;
    DROP TRIGGER users_tell_email_changed ON users;
    CREATE TRIGGER users_tell_email_changed AFTER UPDATE ON users FOR EACH ROW
      WHEN (OLD.email IS DISTINCT FROM NEW.email
            AND current_setting('robo_events.email_restored', true) IS DISTINCT FROM 'on')
      EXECUTE FUNCTION tell_email_changed();
  `)
}

export async function down({ db }: MigrateDownArgs): Promise<void> {
  await db.execute(sql`
    DROP TRIGGER users_tell_email_changed ON users;
    CREATE TRIGGER users_tell_email_changed AFTER UPDATE ON users FOR EACH ROW
      WHEN (OLD.email IS DISTINCT FROM NEW.email)
      EXECUTE FUNCTION tell_user('user.email_changed');
    DROP FUNCTION tell_email_changed;
    DROP TABLE email_changes;
  `)
}
