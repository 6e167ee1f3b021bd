import { type MigrateDownArgs, type MigrateUpArgs, sql } from '@payloadcms/db-postgres'

/**
 * A password is stored in another form when its owner signs in (PBKDF2 becomes argon2id). The password is
 * the same, so no token is revoked and no email is sent. `queries/passwords.ts` sets the setting.
 */
export async function up({ db }: MigrateUpArgs): Promise<void> {
  await db.execute(sql`
    DROP TRIGGER users_retire_tokens ON users;
    CREATE TRIGGER users_retire_tokens BEFORE UPDATE ON users FOR EACH ROW
      WHEN ((OLD.hash IS DISTINCT FROM NEW.hash
             AND current_setting('robo_events.same_password', true) IS DISTINCT FROM 'on')
            OR (NEW.suspended IS TRUE AND OLD.suspended IS NOT TRUE))
      EXECUTE FUNCTION retire_tokens();

    DROP TRIGGER users_tell_password_changed ON users;
    CREATE TRIGGER users_tell_password_changed AFTER UPDATE ON users FOR EACH ROW
      WHEN (OLD.hash IS DISTINCT FROM NEW.hash
            AND current_setting('robo_events.same_password', true) IS DISTINCT FROM 'on')
      EXECUTE FUNCTION tell_user('user.password_changed');
  `)
}

export async function down({ db }: MigrateDownArgs): Promise<void> {
  await db.execute(sql`
    DROP TRIGGER users_retire_tokens ON users;
    CREATE TRIGGER users_retire_tokens BEFORE UPDATE ON users FOR EACH ROW
      WHEN (OLD.hash IS DISTINCT FROM NEW.hash
            OR (NEW.suspended IS TRUE AND OLD.suspended IS NOT TRUE))
      EXECUTE FUNCTION retire_tokens();

    DROP TRIGGER users_tell_password_changed ON users;
    CREATE TRIGGER users_tell_password_changed AFTER UPDATE ON users FOR EACH ROW
      WHEN (OLD.hash IS DISTINCT FROM NEW.hash)
      EXECUTE FUNCTION tell_user('user.password_changed');
  `)
}
