import { type MigrateDownArgs, type MigrateUpArgs, sql } from '@payloadcms/db-postgres'

export async function up({ db }: MigrateUpArgs): Promise<void> {
  await db.execute(sql`
   ALTER TYPE "public"."enum_registrations_state" ADD VALUE 'offered' BEFORE 'cancelled';
  ALTER TABLE "events" ADD COLUMN "waitlist_offers" boolean DEFAULT false;
  ALTER TABLE "events" ADD COLUMN "offer_minutes" numeric DEFAULT 60;
  ALTER TABLE "_events_v" ADD COLUMN "version_waitlist_offers" boolean DEFAULT false;
  ALTER TABLE "_events_v" ADD COLUMN "version_offer_minutes" numeric DEFAULT 60;
  ALTER TABLE "registrations" ADD COLUMN "offer_expires_at" timestamp(3) with time zone;`)
}

/** The indexes that name a state hold on to its type, and are made anew with the one that was. */
export async function down({ db }: MigrateDownArgs): Promise<void> {
  await db.execute(sql`
  DROP INDEX registrations_one_live, registrations_waiting;
   ALTER TABLE "registrations" ALTER COLUMN "state" DROP DEFAULT;
  ALTER TABLE "registrations" ALTER COLUMN "state" SET DATA TYPE text;
  DROP TYPE "public"."enum_registrations_state";
  CREATE TYPE "public"."enum_registrations_state" AS ENUM('confirmed', 'waitlisted', 'cancelled');
  ALTER TABLE "registrations" ALTER COLUMN "state" SET DATA TYPE "public"."enum_registrations_state" USING "state"::"public"."enum_registrations_state";
  ALTER TABLE "registrations" ALTER COLUMN "state" SET DEFAULT 'confirmed'::"public"."enum_registrations_state";
  CREATE UNIQUE INDEX registrations_one_live
    ON registrations (event_id, user_id) WHERE state <> 'cancelled';
  CREATE INDEX registrations_waiting ON registrations (event_id, id) WHERE state = 'waitlisted';
  ALTER TABLE "events" DROP COLUMN "waitlist_offers";
  ALTER TABLE "events" DROP COLUMN "offer_minutes";
  ALTER TABLE "_events_v" DROP COLUMN "version_waitlist_offers";
  ALTER TABLE "_events_v" DROP COLUMN "version_offer_minutes";
  ALTER TABLE "registrations" DROP COLUMN "offer_expires_at";`)
}
