import { type MigrateDownArgs, type MigrateUpArgs, sql } from '@payloadcms/db-postgres'

/**
 * What belongs to an endpoint of webhooks and is in none of its documents: encrypted secrets, its state, and
 * the deliveries. Switching an endpoint on, or giving it another URL, starts its state anew on every surface.
 */
export async function up({ db }: MigrateUpArgs): Promise<void> {
  await db.execute(sql`
    CREATE TABLE webhook_secrets (
      id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      webhook_id integer NOT NULL REFERENCES webhooks (id) ON DELETE CASCADE,
      encrypted bytea NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now(),
      shown_at timestamptz,
      signs_until timestamptz
    );
    CREATE INDEX webhook_secrets_by_webhook ON webhook_secrets (webhook_id, id);
    CREATE UNIQUE INDEX webhook_secrets_current ON webhook_secrets (webhook_id)
      WHERE signs_until IS NULL;

    CREATE TABLE webhook_states (
      webhook_id integer PRIMARY KEY REFERENCES webhooks (id) ON DELETE CASCADE,
      failures integer NOT NULL DEFAULT 0,
      failing_since timestamptz,
      paused_until timestamptz,
      switched_off text CHECK (switched_off IN ('gone', 'failing')),
      switched_off_at timestamptz
    );

    CREATE FUNCTION start_webhook_state() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO webhook_states (webhook_id) VALUES (NEW.id)
      ON CONFLICT (webhook_id) DO UPDATE SET failures = 0, failing_since = NULL, paused_until = NULL,
        switched_off = NULL, switched_off_at = NULL;
      RETURN NULL;
    END $$;
    CREATE TRIGGER webhooks_start_state AFTER INSERT ON webhooks FOR EACH ROW
      EXECUTE FUNCTION start_webhook_state();
    CREATE TRIGGER webhooks_restart_state AFTER UPDATE ON webhooks FOR EACH ROW
      WHEN (OLD.url IS DISTINCT FROM NEW.url OR NEW.active AND OLD.active IS NOT TRUE)
      EXECUTE FUNCTION start_webhook_state();

    CREATE TABLE webhook_deliveries (
      id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      number bigint GENERATED ALWAYS AS IDENTITY,
      webhook_id integer NOT NULL REFERENCES webhooks (id) ON DELETE CASCADE,
      outbox_id bigint,
      event_id integer,
      event_type text NOT NULL,
      body text NOT NULL,
      status text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'delivered', 'failed')),
      attempts integer NOT NULL DEFAULT 0,
      is_urgent boolean NOT NULL DEFAULT false,
      next_attempt_at timestamptz DEFAULT now(),
      last_attempt_at timestamptz,
      response_status integer,
      response_body text,
      failure text,
      duration_ms integer,
      created_at timestamptz NOT NULL DEFAULT now(),
      CHECK ((status = 'pending') = (next_attempt_at IS NOT NULL))
    );
    CREATE INDEX webhook_deliveries_log ON webhook_deliveries (webhook_id, number);
    CREATE INDEX webhook_deliveries_attempts ON webhook_deliveries (webhook_id, last_attempt_at)
      WHERE last_attempt_at IS NOT NULL;
    CREATE INDEX webhook_deliveries_order ON webhook_deliveries
      (webhook_id, is_urgent DESC, outbox_id, number) WHERE status = 'pending';
    CREATE INDEX webhook_deliveries_due ON webhook_deliveries (webhook_id, next_attempt_at)
      WHERE status = 'pending';
    CREATE INDEX webhook_deliveries_age ON webhook_deliveries (created_at);
  `)
}

export async function down({ db }: MigrateDownArgs): Promise<void> {
  await db.execute(sql`
    DROP TABLE webhook_deliveries;
    DROP TRIGGER webhooks_start_state ON webhooks;
    DROP TRIGGER webhooks_restart_state ON webhooks;
    DROP FUNCTION start_webhook_state();
    DROP TABLE webhook_states;
    DROP TABLE webhook_secrets;
  `)
}
