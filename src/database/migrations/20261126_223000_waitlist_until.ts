import { type MigrateDownArgs, type MigrateUpArgs, sql } from '@payloadcms/db-postgres'

export async function up({ db }: MigrateUpArgs): Promise<void> {
  await db.execute(sql`
    CREATE TYPE "public"."enum_events_waitlist_until" AS ENUM('registrationCloses', 'eventBegins');
    CREATE TYPE "public"."enum__events_v_version_waitlist_until" AS ENUM('registrationCloses', 'eventBegins');
    ALTER TABLE "events" ADD COLUMN "waitlist_until" "enum_events_waitlist_until" DEFAULT 'registrationCloses';
    ALTER TABLE "_events_v" ADD COLUMN "version_waitlist_until" "enum__events_v_version_waitlist_until" DEFAULT 'registrationCloses';`)
}

export async function down({ db }: MigrateDownArgs): Promise<void> {
  await db.execute(sql`
    ALTER TABLE "events" DROP COLUMN "waitlist_until";
    ALTER TABLE "_events_v" DROP COLUMN "version_waitlist_until";
    DROP TYPE "public"."enum_events_waitlist_until";
    DROP TYPE "public"."enum__events_v_version_waitlist_until";`)
}
