import { type MigrateDownArgs, type MigrateUpArgs, sql } from '@payloadcms/db-postgres'

export async function up({ db }: MigrateUpArgs): Promise<void> {
  await db.execute(sql`
   CREATE TYPE "public"."enum_users_language" AS ENUM('en', 'de', 'es', 'zh');
  ALTER TABLE "events" ADD COLUMN "remind_day_before" boolean DEFAULT true;
  ALTER TABLE "events" ADD COLUMN "remind_hour_before" boolean DEFAULT true;
  ALTER TABLE "_events_v" ADD COLUMN "version_remind_day_before" boolean DEFAULT true;
  ALTER TABLE "_events_v" ADD COLUMN "version_remind_hour_before" boolean DEFAULT true;
  ALTER TABLE "users" ADD COLUMN "language" "enum_users_language" DEFAULT 'en';
  ALTER TABLE "users" ADD COLUMN "mail_changes" boolean DEFAULT true;
  ALTER TABLE "users" ADD COLUMN "mail_reminders" boolean DEFAULT true;
  ALTER TABLE "users" ADD COLUMN "mail_digest" boolean DEFAULT true;
  ALTER TABLE "users" ADD COLUMN "mail_failing_since" timestamp(3) with time zone;
  ALTER TABLE "users" ADD COLUMN "mail_failure" varchar;`)
}

export async function down({ db }: MigrateDownArgs): Promise<void> {
  await db.execute(sql`
   ALTER TABLE "events" DROP COLUMN "remind_day_before";
  ALTER TABLE "events" DROP COLUMN "remind_hour_before";
  ALTER TABLE "_events_v" DROP COLUMN "version_remind_day_before";
  ALTER TABLE "_events_v" DROP COLUMN "version_remind_hour_before";
  ALTER TABLE "users" DROP COLUMN "language";
  ALTER TABLE "users" DROP COLUMN "mail_changes";
  ALTER TABLE "users" DROP COLUMN "mail_reminders";
  ALTER TABLE "users" DROP COLUMN "mail_digest";
  ALTER TABLE "users" DROP COLUMN "mail_failing_since";
  ALTER TABLE "users" DROP COLUMN "mail_failure";
  DROP TYPE "public"."enum_users_language";`)
}
