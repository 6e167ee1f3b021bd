import { type MigrateDownArgs, type MigrateUpArgs, sql } from '@payloadcms/db-postgres'

/**
 * Wakes a sleeping relay when a record is written to the outbox. A relay that sleeps holds the lock. A
 * transaction that can share the lock knows that no relay sleeps, and sends nothing: commits with a
 * NOTIFY wait for each other (docs/decisions/0013-outbox.md).
 */
export async function up({ db }: MigrateUpArgs): Promise<void> {
  await db.execute(sql`
    CREATE FUNCTION wake_relay() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NOT pg_try_advisory_xact_lock_shared(20261126, 1) THEN
        PERFORM pg_notify('robo_events_outbox', '');
      END IF;
      RETURN NULL;
    END $$;
    CREATE TRIGGER wake_relay AFTER INSERT ON outbox
      FOR EACH STATEMENT EXECUTE FUNCTION wake_relay();
  `)
}

export async function down({ db }: MigrateDownArgs): Promise<void> {
  await db.execute(sql`
    DROP TRIGGER wake_relay ON outbox;
    DROP FUNCTION wake_relay();
  `)
}
