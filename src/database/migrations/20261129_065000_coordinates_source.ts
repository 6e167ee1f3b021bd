import { MigrateUpArgs, MigrateDownArgs, sql } from '@payloadcms/db-postgres'

export async function up({ db, payload, req }: MigrateUpArgs): Promise<void> {
  await db.execute(sql`
   CREATE TYPE "public"."enum_events_coordinates_source" AS ENUM('typed', 'imported', 'found');
  CREATE TYPE "public"."enum__events_v_version_coordinates_source" AS ENUM('typed', 'imported', 'found');
  ALTER TABLE "events" ADD COLUMN "coordinates_source" "enum_events_coordinates_source";
  ALTER TABLE "_events_v" ADD COLUMN "version_coordinates_source" "enum__events_v_version_coordinates_source";`)
}

export async function down({ db, payload, req }: MigrateDownArgs): Promise<void> {
  await db.execute(sql`
   ALTER TABLE "events" DROP COLUMN "coordinates_source";
  ALTER TABLE "_events_v" DROP COLUMN "version_coordinates_source";
  DROP TYPE "public"."enum_events_coordinates_source";
  DROP TYPE "public"."enum__events_v_version_coordinates_source";`)
}
