import { type MigrateDownArgs, type MigrateUpArgs, sql } from '@payloadcms/db-postgres'

/**
 * Orders the texts that lists are sorted by as people do: numbers by their value, then letters, accents and
 * case last. It is the Unicode collation, the same as `Intl.Collator('und', { numeric: true })`. The column
 * has it, so every list and every index does. A PostgreSQL without ICU keeps its own order.
 *
 * PostgreSQL refuses this for a column that a trigger names, so the triggers are made anew.
 */
export async function up({ db }: MigrateUpArgs): Promise<void> {
  await db.execute(sql`
    DO $$
    DECLARE
      trigger record;
      definitions text[] := '{}';
      definition text;
    BEGIN
      BEGIN
        CREATE COLLATION text_order (provider = icu, locale = 'und-u-kn-true');
      EXCEPTION WHEN feature_not_supported OR invalid_parameter_value OR undefined_object THEN
        RAISE WARNING 'This PostgreSQL has no ICU collations. Titles and names are sorted in the order of the database.';
        RETURN;
      END;
      FOR trigger IN
        SELECT tgname AS name, tgrelid::regclass AS table, pg_get_triggerdef(oid) AS definition
        FROM pg_trigger WHERE NOT tgisinternal AND tgrelid IN (
          'events'::regclass, '_events_v'::regclass, 'users'::regclass, 'registrations'::regclass,
          'media'::regclass)
      LOOP
        definitions := array_append(definitions, trigger.definition);
        EXECUTE format('DROP TRIGGER %I ON %s', trigger.name, trigger.table);
      END LOOP;
      ALTER TABLE events ALTER COLUMN title TYPE varchar COLLATE text_order,
                         ALTER COLUMN location TYPE varchar COLLATE text_order;
      ALTER TABLE _events_v ALTER COLUMN version_title TYPE varchar COLLATE text_order,
                            ALTER COLUMN version_location TYPE varchar COLLATE text_order;
      ALTER TABLE users ALTER COLUMN username TYPE varchar COLLATE text_order,
                        ALTER COLUMN display_name TYPE varchar COLLATE text_order;
      ALTER TABLE registrations ALTER COLUMN attendee_name TYPE varchar COLLATE text_order;
      ALTER TABLE media ALTER COLUMN alt TYPE varchar COLLATE text_order,
                        ALTER COLUMN filename TYPE varchar COLLATE text_order;
      FOREACH definition IN ARRAY definitions LOOP
        EXECUTE definition;
      END LOOP;
    END $$;
  `)
}

export async function down({ db }: MigrateDownArgs): Promise<void> {
  await db.execute(sql`
    DO $$
    DECLARE
      trigger record;
      definitions text[] := '{}';
      definition text;
    BEGIN
      IF to_regcollation('text_order') IS NULL THEN RETURN; END IF;
      FOR trigger IN
        SELECT tgname AS name, tgrelid::regclass AS table, pg_get_triggerdef(oid) AS definition
        FROM pg_trigger WHERE NOT tgisinternal AND tgrelid IN (
          'events'::regclass, '_events_v'::regclass, 'users'::regclass, 'registrations'::regclass,
          'media'::regclass)
      LOOP
        definitions := array_append(definitions, trigger.definition);
        EXECUTE format('DROP TRIGGER %I ON %s', trigger.name, trigger.table);
      END LOOP;
      ALTER TABLE events ALTER COLUMN title TYPE varchar COLLATE "default",
                         ALTER COLUMN location TYPE varchar COLLATE "default";
      ALTER TABLE _events_v ALTER COLUMN version_title TYPE varchar COLLATE "default",
                            ALTER COLUMN version_location TYPE varchar COLLATE "default";
      ALTER TABLE users ALTER COLUMN username TYPE varchar COLLATE "default",
                        ALTER COLUMN display_name TYPE varchar COLLATE "default";
      ALTER TABLE registrations ALTER COLUMN attendee_name TYPE varchar COLLATE "default";
      ALTER TABLE media ALTER COLUMN alt TYPE varchar COLLATE "default",
                        ALTER COLUMN filename TYPE varchar COLLATE "default";
      FOREACH definition IN ARRAY definitions LOOP
        EXECUTE definition;
      END LOOP;
    END $$;
    DROP COLLATION IF EXISTS text_order;
  `)
}
