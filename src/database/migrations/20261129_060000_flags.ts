import { type MigrateDownArgs, type MigrateUpArgs, sql } from '@payloadcms/db-postgres'

export async function up({ db }: MigrateUpArgs): Promise<void> {
  await db.execute(sql`
   CREATE TYPE "public"."enum_flags_rules_roles" AS ENUM('anonymous', 'attendee', 'staff', 'admin');
  CREATE TYPE "public"."enum_flags_type" AS ENUM('boolean', 'string', 'number', 'json');
  CREATE TABLE "flags_rules_roles" (
  	"order" integer NOT NULL,
  	"parent_id" varchar NOT NULL,
  	"value" "enum_flags_rules_roles",
  	"id" serial PRIMARY KEY NOT NULL
  );
  
  CREATE TABLE "flags_rules" (
  	"_order" integer NOT NULL,
  	"_parent_id" integer NOT NULL,
  	"id" varchar PRIMARY KEY NOT NULL,
  	"value" varchar,
  	"for_users" boolean DEFAULT false,
  	"version_from" varchar,
  	"version_below" varchar,
  	"percentage" numeric DEFAULT 100,
  	"seed" varchar
  );
  
  CREATE TABLE "flags_prerequisites" (
  	"_order" integer NOT NULL,
  	"_parent_id" integer NOT NULL,
  	"id" varchar PRIMARY KEY NOT NULL,
  	"flag_id" integer NOT NULL,
  	"value" varchar DEFAULT 'true'
  );
  
  CREATE TABLE "flags" (
  	"id" serial PRIMARY KEY NOT NULL,
  	"key" varchar NOT NULL,
  	"type" "enum_flags_type" DEFAULT 'boolean' NOT NULL,
  	"description" varchar,
  	"schema" jsonb,
  	"default_value" varchar,
  	"killed" boolean DEFAULT false,
  	"off_value" varchar,
  	"for_apps" boolean DEFAULT false,
  	"starts_at" timestamp(3) with time zone,
  	"ends_at" timestamp(3) with time zone,
  	"owner_id" integer,
  	"review_on" timestamp(3) with time zone,
  	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
  	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
  );
  
  CREATE TABLE "flags_texts" (
  	"id" serial PRIMARY KEY NOT NULL,
  	"order" integer NOT NULL,
  	"parent_id" integer NOT NULL,
  	"path" varchar NOT NULL,
  	"text" varchar
  );
  
  CREATE TABLE "flags_rels" (
  	"id" serial PRIMARY KEY NOT NULL,
  	"order" integer,
  	"parent_id" integer NOT NULL,
  	"path" varchar NOT NULL,
  	"users_id" integer
  );
  
  ALTER TABLE "payload_locked_documents_rels" ADD COLUMN "flags_id" integer;
  ALTER TABLE "flags_rules_roles" ADD CONSTRAINT "flags_rules_roles_parent_fk" FOREIGN KEY ("parent_id") REFERENCES "public"."flags_rules"("id") ON DELETE cascade ON UPDATE no action;
  ALTER TABLE "flags_rules" ADD CONSTRAINT "flags_rules_parent_id_fk" FOREIGN KEY ("_parent_id") REFERENCES "public"."flags"("id") ON DELETE cascade ON UPDATE no action;
  ALTER TABLE "flags_prerequisites" ADD CONSTRAINT "flags_prerequisites_flag_id_flags_id_fk" FOREIGN KEY ("flag_id") REFERENCES "public"."flags"("id") ON DELETE set null ON UPDATE no action;
  ALTER TABLE "flags_prerequisites" ADD CONSTRAINT "flags_prerequisites_parent_id_fk" FOREIGN KEY ("_parent_id") REFERENCES "public"."flags"("id") ON DELETE cascade ON UPDATE no action;
  ALTER TABLE "flags" ADD CONSTRAINT "flags_owner_id_users_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;
  ALTER TABLE "flags_texts" ADD CONSTRAINT "flags_texts_parent_fk" FOREIGN KEY ("parent_id") REFERENCES "public"."flags"("id") ON DELETE cascade ON UPDATE no action;
  ALTER TABLE "flags_rels" ADD CONSTRAINT "flags_rels_parent_fk" FOREIGN KEY ("parent_id") REFERENCES "public"."flags"("id") ON DELETE cascade ON UPDATE no action;
  ALTER TABLE "flags_rels" ADD CONSTRAINT "flags_rels_users_fk" FOREIGN KEY ("users_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;
  CREATE INDEX "flags_rules_roles_order_idx" ON "flags_rules_roles" USING btree ("order");
  CREATE INDEX "flags_rules_roles_parent_idx" ON "flags_rules_roles" USING btree ("parent_id");
  CREATE INDEX "flags_rules_order_idx" ON "flags_rules" USING btree ("_order");
  CREATE INDEX "flags_rules_parent_id_idx" ON "flags_rules" USING btree ("_parent_id");
  CREATE INDEX "flags_prerequisites_order_idx" ON "flags_prerequisites" USING btree ("_order");
  CREATE INDEX "flags_prerequisites_parent_id_idx" ON "flags_prerequisites" USING btree ("_parent_id");
  CREATE INDEX "flags_prerequisites_flag_idx" ON "flags_prerequisites" USING btree ("flag_id");
  CREATE UNIQUE INDEX "flags_key_idx" ON "flags" USING btree ("key");
  CREATE INDEX "flags_owner_idx" ON "flags" USING btree ("owner_id");
  CREATE INDEX "flags_updated_at_idx" ON "flags" USING btree ("updated_at");
  CREATE INDEX "flags_created_at_idx" ON "flags" USING btree ("created_at");
  CREATE INDEX "flags_texts_order_parent" ON "flags_texts" USING btree ("order","parent_id");
  CREATE INDEX "flags_rels_order_idx" ON "flags_rels" USING btree ("order");
  CREATE INDEX "flags_rels_parent_idx" ON "flags_rels" USING btree ("parent_id");
  CREATE INDEX "flags_rels_path_idx" ON "flags_rels" USING btree ("path");
  CREATE INDEX "flags_rels_users_id_idx" ON "flags_rels" USING btree ("users_id");
  ALTER TABLE "payload_locked_documents_rels" ADD CONSTRAINT "payload_locked_documents_rels_flags_fk" FOREIGN KEY ("flags_id") REFERENCES "public"."flags"("id") ON DELETE cascade ON UPDATE no action;
  CREATE INDEX "payload_locked_documents_rels_flags_id_idx" ON "payload_locked_documents_rels" USING btree ("flags_id");`)
}

export async function down({ db }: MigrateDownArgs): Promise<void> {
  await db.execute(sql`
   ALTER TABLE "flags_rules_roles" DISABLE ROW LEVEL SECURITY;
  ALTER TABLE "flags_rules" DISABLE ROW LEVEL SECURITY;
  ALTER TABLE "flags_prerequisites" DISABLE ROW LEVEL SECURITY;
  ALTER TABLE "flags" DISABLE ROW LEVEL SECURITY;
  ALTER TABLE "flags_texts" DISABLE ROW LEVEL SECURITY;
  ALTER TABLE "flags_rels" DISABLE ROW LEVEL SECURITY;
  DROP TABLE "flags_rules_roles" CASCADE;
  DROP TABLE "flags_rules" CASCADE;
  DROP TABLE "flags_prerequisites" CASCADE;
  DROP TABLE "flags" CASCADE;
  DROP TABLE "flags_texts" CASCADE;
  DROP TABLE "flags_rels" CASCADE;
  ALTER TABLE "payload_locked_documents_rels" DROP CONSTRAINT "payload_locked_documents_rels_flags_fk";
  
  DROP INDEX "payload_locked_documents_rels_flags_id_idx";
  ALTER TABLE "payload_locked_documents_rels" DROP COLUMN "flags_id";
  DROP TYPE "public"."enum_flags_rules_roles";
  DROP TYPE "public"."enum_flags_type";`)
}
