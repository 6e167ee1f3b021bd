import { type MigrateDownArgs, type MigrateUpArgs, sql } from '@payloadcms/db-postgres'

export async function up({ db }: MigrateUpArgs): Promise<void> {
  await db.execute(sql`
   CREATE TABLE "events_texts" (
  	"id" serial PRIMARY KEY NOT NULL,
  	"order" integer NOT NULL,
  	"parent_id" integer NOT NULL,
  	"path" varchar NOT NULL,
  	"text" varchar
  );
  
  CREATE TABLE "_events_v_texts" (
  	"id" serial PRIMARY KEY NOT NULL,
  	"order" integer NOT NULL,
  	"parent_id" integer NOT NULL,
  	"path" varchar NOT NULL,
  	"text" varchar
  );
  
  ALTER TABLE "events" ADD COLUMN "program" varchar;
  ALTER TABLE "events" ADD COLUMN "country" varchar;
  ALTER TABLE "_events_v" ADD COLUMN "version_program" varchar;
  ALTER TABLE "_events_v" ADD COLUMN "version_country" varchar;
  ALTER TABLE "events_texts" ADD CONSTRAINT "events_texts_parent_fk" FOREIGN KEY ("parent_id") REFERENCES "public"."events"("id") ON DELETE cascade ON UPDATE no action;
  ALTER TABLE "_events_v_texts" ADD CONSTRAINT "_events_v_texts_parent_fk" FOREIGN KEY ("parent_id") REFERENCES "public"."_events_v"("id") ON DELETE cascade ON UPDATE no action;
  CREATE INDEX "events_texts_order_parent" ON "events_texts" USING btree ("order","parent_id");
  CREATE INDEX "_events_v_texts_order_parent" ON "_events_v_texts" USING btree ("order","parent_id");
  CREATE INDEX "events_texts_text" ON "events_texts" (lower("text"));
  CREATE INDEX "events_program_idx" ON "events" USING btree ("program");
  CREATE INDEX "events_country_idx" ON "events" USING btree ("country");
  CREATE INDEX "_events_v_version_version_program_idx" ON "_events_v" USING btree ("version_program");
  CREATE INDEX "_events_v_version_version_country_idx" ON "_events_v" USING btree ("version_country");`)
}

export async function down({ db }: MigrateDownArgs): Promise<void> {
  await db.execute(sql`
  DROP TABLE "events_texts" CASCADE;
  DROP TABLE "_events_v_texts" CASCADE;
  DROP INDEX "events_program_idx";
  DROP INDEX "events_country_idx";
  DROP INDEX "_events_v_version_version_program_idx";
  DROP INDEX "_events_v_version_version_country_idx";
  ALTER TABLE "events" DROP COLUMN "program";
  ALTER TABLE "events" DROP COLUMN "country";
  ALTER TABLE "_events_v" DROP COLUMN "version_program";
  ALTER TABLE "_events_v" DROP COLUMN "version_country";`)
}
