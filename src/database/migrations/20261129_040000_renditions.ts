import { type MigrateDownArgs, type MigrateUpArgs, sql } from '@payloadcms/db-postgres'

/**
 * The files in other sizes and formats that a job makes of a picture. `source` is the name of the file that
 * they were made of: when the picture has another file, they are outdated. No reference to `media`: the rows of
 * a deleted picture say which files are left to remove.
 */
export async function up({ db }: MigrateUpArgs): Promise<void> {
  await db.execute(sql`
    CREATE TABLE media_renditions (
      filename text PRIMARY KEY,
      media_id integer NOT NULL,
      source text NOT NULL,
      format text NOT NULL CHECK (format IN ('avif', 'webp')),
      width integer NOT NULL CHECK (width > 0),
      height integer NOT NULL CHECK (height > 0),
      filesize integer NOT NULL CHECK (filesize > 0)
    );
    CREATE INDEX media_renditions_by_media ON media_renditions (media_id);

    CREATE TABLE media_rendition_runs (
      media_id integer PRIMARY KEY REFERENCES media (id) ON DELETE CASCADE,
      source text NOT NULL,
      made_at timestamptz NOT NULL DEFAULT now(),
      failure text
    );

    CREATE FUNCTION tell_media() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO outbox (type, data)
      VALUES ('media.changed', jsonb_build_object('mediaId', CASE TG_OP WHEN 'DELETE' THEN OLD.id ELSE NEW.id END));
      RETURN NULL;
    END $$;
    CREATE TRIGGER media_tell_new AFTER INSERT ON media FOR EACH ROW
      WHEN (NEW.width > 320) EXECUTE FUNCTION tell_media();
    CREATE TRIGGER media_tell_changed AFTER UPDATE ON media FOR EACH ROW
      WHEN (OLD.filename IS DISTINCT FROM NEW.filename AND (OLD.width > 320 OR NEW.width > 320))
      EXECUTE FUNCTION tell_media();
    CREATE TRIGGER media_tell_gone AFTER DELETE ON media FOR EACH ROW
      WHEN (OLD.width > 320) EXECUTE FUNCTION tell_media();
  `)
}

export async function down({ db }: MigrateDownArgs): Promise<void> {
  await db.execute(sql`
    DROP TRIGGER media_tell_new ON media;
    DROP TRIGGER media_tell_changed ON media;
    DROP TRIGGER media_tell_gone ON media;
    DROP FUNCTION tell_media();
    DROP TABLE media_rendition_runs;
    DROP TABLE media_renditions;
  `)
}
