import { type MigrateDownArgs, type MigrateUpArgs, sql } from '@payloadcms/db-postgres'

/**
 * The words of every event, for the search: in capitals or not, with accents or not, in every script.
 *
 * - PostgreSQL's own parser of texts is not used. It takes `HS/MS` for a path, it splits Thai at its vowels, and a
 *   sentence in Chinese is one word for it. Here a word is what stands between spaces and punctuation,
 *   and a text without spaces is stored as all its pairs of characters.
 * - The words stand in a table of their own: an event is read often and seldom searched, and
 *   ranking needs the stored words with their weights (A title, B place and tags, C description, D rich text).
 * - A trigger writes them in the transaction of the change, whoever changes the event. Every text is cut,
 *   so that no text is too long to be saved. A search vector holds 1,048,575 bytes of words.
 */
export async function up({ db }: MigrateUpArgs): Promise<void> {
  await db.execute(sql`
    -- A run of characters without spaces as its pairs: 機器人 is 機器 器人, and when it is stored also 人.
    CREATE FUNCTION search_pairs(run text, storing boolean) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
      SELECT coalesce(string_agg(this || coalesce(next, ''), ' ' ORDER BY n), '')
      FROM (
        SELECT this, n, lead(this) OVER (ORDER BY n) AS next
        FROM unnest(string_to_array(run, NULL)) WITH ORDINALITY AS characters (this, n)
      ) pairs
      WHERE next IS NOT NULL OR storing OR n = 1
    $$;

    -- The words of a text, with spaces between them.
    CREATE FUNCTION search_words_of(given text, storing boolean) RETURNS text
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 10000 AS $function$
    DECLARE
      ascii constant text := '!"#$%&''()*+,-./:;<=>?@[\\]^_\`{|}~' || chr(9) || chr(10) || chr(13);
      others constant text := '\u00a0\u00a1\u00a7\u00ab\u00b6\u00b7\u00bb\u00bf\u2010\u2011\u2012\u2013\u2014\u2015\u2018\u2019\u201a\u201c\u201d\u201e\u2022\u2026\u2039\u203a\u2044\u2212\u3000\u3001\u3002\u3003\u3008\u3009\u300a\u300b\u300c\u300d\u300e\u300f\u3010\u3011\u3014\u3015\u301c\u30a0\u30fb\u05be\u060c\u061b\u061f\u0964';
      spaceless constant text := '\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff\u3041-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3105-\u312f\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\u{20000}-\u{3134f}';
      plain text;
    BEGIN
      IF octet_length(given) = char_length(given) THEN
        RETURN lower(translate(given, ascii, repeat(' ', char_length(ascii))) COLLATE "C");
      END IF;
      -- Marks that Hebrew and Arabic are usually written without, and the final form of the Greek sigma.
      plain := folded_text(normalize(translate(given, '\u2044', '/'), NFKC));
      plain := translate(regexp_replace(plain, '[\u0591-\u05bd\u05bf-\u05c7\u0640\u064b-\u065f]', '', 'g'), '\u03c2', '\u03c3');
      plain := translate(plain, ascii || others, repeat(' ', char_length(ascii || others)));
      IF plain !~ ('[' || spaceless || ']') THEN
        RETURN plain;
      END IF;
      RETURN (
        SELECT coalesce(string_agg(part[1] || ' ' || search_pairs(part[2], storing), ' ' ORDER BY n), '')
        FROM regexp_matches(plain, '([^' || spaceless || ']*)([' || spaceless || ']*)', 'g')
          WITH ORDINALITY AS parts (part, n)
      );
    END $function$;

    CREATE FUNCTION search_vector(given text, weight "char") RETURNS tsvector
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
      SELECT setweight(coalesce(string_agg(
        '''' || replace(word, '\\', '\\\\') || ''':' || places, ' '), '')::tsvector, weight)
      FROM (
        SELECT word, string_agg(least(n, 16383)::text, ',' ORDER BY n) FILTER (WHERE nth <= 100) AS places
        FROM (
          SELECT word, n, row_number() OVER (PARTITION BY word ORDER BY n) AS nth
          FROM regexp_split_to_table(search_words_of(given, true), '\\s+') WITH ORDINALITY AS split (word, n)
          WHERE word <> '' AND char_length(word) <= 60
        ) found
        GROUP BY word
      ) words
    $$;

    CREATE TABLE event_search (
      event_id integer PRIMARY KEY REFERENCES events ON DELETE CASCADE,
      words tsvector NOT NULL
    );
    CREATE INDEX event_search_words ON event_search USING gin (words);

    -- The events whose words are not in search_words yet.
    CREATE TABLE search_unlearned (event_id integer PRIMARY KEY REFERENCES events ON DELETE CASCADE);
    -- The words of all titles, places and tags, to find what somebody meant who typed another one.
    CREATE TABLE search_words (word text COLLATE "C" PRIMARY KEY);

    CREATE FUNCTION index_events(targets integer[]) RETURNS void LANGUAGE sql AS $$
      INSERT INTO event_search (event_id, words)
      SELECT id,
        search_vector(left(title, 1000), 'A')
        || search_vector(left(concat_ws(' ', location, program,
             (SELECT string_agg(text, ' ' ORDER BY id) FROM events_texts WHERE parent_id = events.id)), 3000), 'B')
        || search_vector(left(description, 60000), 'C')
        || search_vector(left((SELECT string_agg(piece #>> '{}', ' ')
             FROM jsonb_path_query(body, 'strict $.**.text', '{}', true) AS pieces (piece)), 60000), 'D')
      FROM events WHERE id = ANY(targets) ORDER BY id
      ON CONFLICT (event_id) DO UPDATE SET words = EXCLUDED.words;
      INSERT INTO search_unlearned SELECT unnest(targets) ORDER BY 1 ON CONFLICT DO NOTHING;
    $$;

    CREATE FUNCTION index_event() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM index_events(ARRAY[NEW.id]);
      RETURN NULL;
    END $$;
    CREATE TRIGGER events_index AFTER INSERT ON events
      FOR EACH ROW EXECUTE FUNCTION index_event();
    CREATE TRIGGER events_index_again AFTER UPDATE ON events FOR EACH ROW
      WHEN ((OLD.title, OLD.location, OLD.program, OLD.description, OLD.body) IS DISTINCT FROM
            (NEW.title, NEW.location, NEW.program, NEW.description, NEW.body))
      EXECUTE FUNCTION index_event();

    CREATE FUNCTION index_tagged_events() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
      targets integer[] := ARRAY(SELECT DISTINCT id FROM events WHERE id IN (SELECT parent_id FROM changed) ORDER BY id);
    BEGIN
      IF cardinality(targets) > 0 THEN
        PERFORM index_events(targets);
      END IF;
      RETURN NULL;
    END $$;
    CREATE TRIGGER events_texts_index AFTER INSERT ON events_texts REFERENCING NEW TABLE AS changed
      FOR EACH STATEMENT EXECUTE FUNCTION index_tagged_events();
    CREATE TRIGGER events_texts_index_again AFTER DELETE ON events_texts REFERENCING OLD TABLE AS changed
      FOR EACH STATEMENT EXECUTE FUNCTION index_tagged_events();

    -- The most similar words. Without the extension nobody finds a word that was typed wrong.
    DO $$
    DECLARE
      has_trigrams boolean := EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_trgm');
    BEGIN
      IF has_trigrams THEN
        CREATE INDEX search_words_trigrams ON search_words USING gin (word gin_trgm_ops);
        CREATE FUNCTION similar_words(typed text) RETURNS SETOF text LANGUAGE sql STABLE
        SET pg_trgm.similarity_threshold = 0.2 AS
        'SELECT word FROM search_words WHERE word % typed ORDER BY similarity(word, typed) DESC, word LIMIT 60';
      ELSE
        CREATE FUNCTION similar_words(typed text) RETURNS SETOF text LANGUAGE sql STABLE AS
        'SELECT NULL::text WHERE false';
      END IF;
    END $$;

    SELECT index_events(ARRAY(SELECT id FROM events));
    DROP INDEX events_search;

    -- Events near a place: a range of latitudes is read from the index.
    CREATE INDEX events_place ON events (coordinates_latitude, coordinates_longitude)
      WHERE coordinates_latitude IS NOT NULL AND coordinates_longitude IS NOT NULL;

    CREATE OR REPLACE FUNCTION changes_of_event(earlier jsonb, later jsonb) RETURNS jsonb
    LANGUAGE sql IMMUTABLE AS $$
      SELECT coalesce(jsonb_object_agg(name, CASE WHEN long THEN '{}'::jsonb
        ELSE jsonb_build_object('from', earlier -> col, 'to', later -> col) END), '{}')
      FROM (VALUES
        ('title', 'title', false), ('description', 'description', true), ('body', 'body', true),
        ('cover_image_id', 'coverImage', false), ('start_date', 'startDate', false),
        ('end_date', 'endDate', false), ('timezone', 'timezone', false),
        ('location', 'location', false), ('coordinates_latitude', 'coordinates.latitude', false),
        ('coordinates_longitude', 'coordinates.longitude', false),
        ('program', 'program', false), ('country', 'country', false),
        ('max_participants', 'maxParticipants', false), ('max_party_size', 'maxPartySize', false),
        ('registration_opens_at', 'registrationOpensAt', false),
        ('registration_closes_at', 'registrationClosesAt', false),
        ('waitlist_enabled', 'waitlistEnabled', false),
        ('waitlist_until', 'waitlistUntil', false),
        ('waitlist_offers', 'waitlistOffers', false), ('offer_minutes', 'offerMinutes', false),
        ('remind_day_before', 'remindDayBefore', false),
        ('remind_hour_before', 'remindHourBefore', false), ('status', 'status', false),
        ('cancellation_reason', 'cancellationReason', false),
        ('created_by_id', 'createdBy', false)
      ) AS told (col, name, long)
      WHERE earlier -> col IS DISTINCT FROM later -> col
    $$;
  `)
}

export async function down({ db }: MigrateDownArgs): Promise<void> {
  await db.execute(sql`
    DROP INDEX events_place;
    DROP TRIGGER events_texts_index_again ON events_texts;
    DROP TRIGGER events_texts_index ON events_texts;
    DROP TRIGGER events_index_again ON events;
    DROP TRIGGER events_index ON events;
    DROP FUNCTION index_tagged_events, index_event, index_events, similar_words;
    DROP TABLE search_words, search_unlearned, event_search;
    DROP FUNCTION search_vector, search_words_of, search_pairs;
    CREATE INDEX events_search ON events USING gin (to_tsvector('simple', searchable_text(
      title || ' ' || location || ' ' || description, '!"#$%&''()*+,-./:;<=>?@[\\]^_\`{|}~')));
  `)
}
