import { type MigrateDownArgs, type MigrateUpArgs, sql } from '@payloadcms/db-postgres'

export async function up({ db }: MigrateUpArgs): Promise<void> {
  await db.execute(sql`
    CREATE TABLE "series" (
      "id" serial PRIMARY KEY NOT NULL,
      "title" varchar NOT NULL,
      "rrule" varchar NOT NULL,
      "exdates" jsonb DEFAULT '[]'::jsonb NOT NULL,
      "timezone" varchar NOT NULL,
      "first_start" varchar NOT NULL,
      "created_by_id" integer,
      "updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
      "created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
    );
  
    ALTER TABLE "events" ADD COLUMN "series_id" integer;
    ALTER TABLE "events" ADD COLUMN "occurrence" varchar;
    ALTER TABLE "events" ADD COLUMN "occurrence_edited" boolean DEFAULT false;
    ALTER TABLE "_events_v" ADD COLUMN "version_series_id" integer;
    ALTER TABLE "_events_v" ADD COLUMN "version_occurrence" varchar;
    ALTER TABLE "_events_v" ADD COLUMN "version_occurrence_edited" boolean DEFAULT false;
    ALTER TABLE "payload_locked_documents_rels" ADD COLUMN "series_id" integer;
    ALTER TABLE "series" ADD CONSTRAINT "series_created_by_id_users_id_fk" FOREIGN KEY ("created_by_id") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;
    CREATE INDEX "series_created_by_idx" ON "series" USING btree ("created_by_id");
    CREATE INDEX "series_updated_at_idx" ON "series" USING btree ("updated_at");
    CREATE INDEX "series_created_at_idx" ON "series" USING btree ("created_at");
    ALTER TABLE "events" ADD CONSTRAINT "events_series_id_series_id_fk" FOREIGN KEY ("series_id") REFERENCES "public"."series"("id") ON DELETE set null ON UPDATE no action;
    ALTER TABLE "_events_v" ADD CONSTRAINT "_events_v_version_series_id_series_id_fk" FOREIGN KEY ("version_series_id") REFERENCES "public"."series"("id") ON DELETE set null ON UPDATE no action;
    ALTER TABLE "payload_locked_documents_rels" ADD CONSTRAINT "payload_locked_documents_rels_series_fk" FOREIGN KEY ("series_id") REFERENCES "public"."series"("id") ON DELETE cascade ON UPDATE no action;
    CREATE INDEX "events_series_idx" ON "events" USING btree ("series_id");
    CREATE INDEX "_events_v_version_version_series_idx" ON "_events_v" USING btree ("version_series_id");
    CREATE INDEX "payload_locked_documents_rels_series_id_idx" ON "payload_locked_documents_rels" USING btree ("series_id");`)
}

export async function down({ db }: MigrateDownArgs): Promise<void> {
  await db.execute(sql`
    ALTER TABLE "events" DROP CONSTRAINT "events_series_id_series_id_fk";
    ALTER TABLE "_events_v" DROP CONSTRAINT "_events_v_version_series_id_series_id_fk";
    ALTER TABLE "payload_locked_documents_rels" DROP CONSTRAINT "payload_locked_documents_rels_series_fk";
    DROP INDEX "events_series_idx";
    DROP INDEX "_events_v_version_version_series_idx";
    DROP INDEX "payload_locked_documents_rels_series_id_idx";
    ALTER TABLE "events" DROP COLUMN "series_id";
    ALTER TABLE "events" DROP COLUMN "occurrence";
    ALTER TABLE "events" DROP COLUMN "occurrence_edited";
    ALTER TABLE "_events_v" DROP COLUMN "version_series_id";
    ALTER TABLE "_events_v" DROP COLUMN "version_occurrence";
    ALTER TABLE "_events_v" DROP COLUMN "version_occurrence_edited";
    ALTER TABLE "payload_locked_documents_rels" DROP COLUMN "series_id";
    DROP TABLE "series";`)
}
