import type pg from 'pg'

export interface Size {
  events: number
  registrations: number
}

/** The ids of the users that every size has. The platform has created the admin. */
export const people = { admin: 1, organiser: 2, attendee: 3 } as const

/** Registrations of each event, on average. */
const registrationsPerEvent = 5

export const sizeOf = (events: number): Size => ({
  events,
  registrations: events * registrationsPerEvent,
})

/** One user for two registrations, and the people of the measurements. */
const usersOf = ({ registrations }: Size) => Math.ceil(registrations / 2) + 1000

/**
 * The events: a day long, spread over six years, two of which are still to come. One in twenty is a draft, one
 * in fifty is cancelled. Titles have numbers, so that they are unique. Twenty events, whatever the size,
 * have the word `quasar`; one in three has `drivetrain`.
 */
const insertEvents = (count: number) => `
  INSERT INTO events (id, title, description, start_date, end_date, location, timezone, max_participants,
                      max_party_size, status, waitlist_enabled, created_by_id, external_source,
                      external_id, created_at, updated_at)
  SELECT n, (ARRAY['Bolt Bowl', 'Gear Gala', 'Arm Arena', 'Servo Show'])[1 + n % 4] || ' ' || n,
         'Robots carry bolts across a field, from morning to evening, in teams of four.'
           || CASE WHEN n % 3 = 0 THEN ' Bring a drivetrain.' ELSE '' END
           || CASE WHEN n % ${Math.max(1, Math.floor(count / 20))} = 0 THEN ' A quasar shines.' ELSE '' END,
         starts, starts + interval '1 day',
         (ARRAY['Ulm', 'Oslo', 'Porto', 'Lyon', 'Graz'])[1 + n % 5], 'Europe/Berlin', 20, 4,
         (CASE WHEN n % 20 = 0 THEN 'draft' WHEN n % 50 = 1 THEN 'cancelled' ELSE 'published'
          END)::enum_events_status,
         n % 4 = 0, CASE WHEN n <= 200 THEN ${people.organiser} ELSE ${people.admin} END, 'growth', n::text,
         now() - interval '1 minute' * (${count} - n), now()
  FROM generate_series(1, ${count}) n
  CROSS JOIN LATERAL (
    -- Neighbours in the table are far apart in time.
    SELECT date_trunc('hour', now()) - interval '4 years'
           + interval '6 years' * ((n::bigint * 7919 % ${count}) / ${count}::float8) AS starts
  ) placed`

const insertVersions = `
  INSERT INTO _events_v (parent_id, version_title, version_description, version_start_date,
                         version_end_date, version_location, version_timezone,
                         version_max_participants, version_max_party_size, version_status,
                         version_created_by_id, version_created_at, version_updated_at, created_at,
                         updated_at)
  SELECT id, title, description, start_date, end_date, location, timezone, max_participants,
         max_party_size, status::text::enum__events_v_version_status, created_by_id, created_at,
         updated_at, created_at, updated_at
  FROM events`

const insertUsers = (size: Size) => `
  INSERT INTO users (id, username, email, display_name, role, timezone, created_at, updated_at)
  SELECT n, 'person-' || n, 'person-' || n || '@events.test', 'Person ' || n,
         'attendee', 'Europe/Berlin', now() - interval '1 minute' * n, now()
  FROM generate_series(${people.admin + 1}, ${usersOf(size)}) n`

/**
 * Five for each event that is no draft. In every second event the fourth is cancelled. In every fourth
 * coming event the fifth waits.
 */
const insertRegistrations = (size: Size) => `
  INSERT INTO registrations (event_id, user_id, attendee_name, seats, state, ticket_code,
                             registered_at, created_at, updated_at)
  SELECT events.id, person, 'Person ' || person, 1,
         (CASE WHEN turn = 3 AND events.id % 2 = 0 THEN 'cancelled'
               WHEN turn = 4 AND events.id % 4 = 0 AND start_date > now() THEN 'waitlisted'
               ELSE 'confirmed' END)::enum_registrations_state,
         'GROWTH-' || events.id || '-' || turn, at, at, at
  FROM generate_series(0, ${registrationsPerEvent - 1}) turn
  CROSS JOIN events
  CROSS JOIN LATERAL (
    SELECT 1000 + (events.id + turn * (${size.events} + 1)) % ${Math.ceil(size.registrations / 2)} AS person,
           now() - interval '1 second' * (events.id + turn * ${size.events}) AS at
  ) chosen
  WHERE status <> 'draft'`

/** What the triggers would have counted. An event with a waitlist is full. */
const insertSeats = `
  INSERT INTO event_seats (event_id, capacity, taken, waitlisted)
  SELECT events.id,
         CASE WHEN coalesce(waiting, 0) > 0 THEN taken ELSE max_participants END,
         coalesce(taken, 0), coalesce(waiting, 0)
  FROM events LEFT JOIN (
    SELECT event_id, sum(seats) FILTER (WHERE state = 'confirmed') AS taken,
           count(*) FILTER (WHERE state = 'waitlisted') AS waiting
    FROM registrations GROUP BY event_id
  ) registered ON event_id = events.id`

/** An event with a waitlist is full. */
const fillEventsWithWaitlist = `
  UPDATE events SET max_participants = capacity FROM event_seats
  WHERE event_id = events.id AND capacity <> max_participants`

const insertCounts = `
  INSERT INTO event_counts SELECT status, count(*) FROM events GROUP BY status`

const resetSequences = `
  SELECT setval('events_id_seq', (SELECT max(id) FROM events)),
         setval('users_id_seq', (SELECT max(id) FROM users))`

/** The words of the search. Mistyped ones are looked up among those of titles, places and tags. */
const insertWords = [
  'SELECT index_events(ARRAY(SELECT id FROM events))',
  `INSERT INTO search_words SELECT DISTINCT word FROM event_search,
     unnest(tsvector_to_array(ts_filter(words, '{a,b}'))) AS word
   WHERE char_length(word) BETWEEN 4 AND 40 ON CONFLICT DO NOTHING`,
  'DELETE FROM search_unlearned',
]

const filled = ['users', 'events', '_events_v', 'registrations', 'event_seats', 'event_search']

/** The indexes of the filled tables that belong to no constraint. Building them afterwards is ten times faster. */
const looseIndexes = `
  SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition
  FROM pg_index WHERE indrelid = ANY ($1::regclass[])
    AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)`

/**
 * Fills an empty, migrated database, in one transaction. No trigger runs and no foreign key is checked
 * (`session_replication_role`, which needs a superuser): with them, five million registrations would
 * queue five million emails. `event_seats` and `event_counts` get what the triggers would have counted;
 * `outbox` stays empty.
 *
 * @param more statements that change the events before their words are indexed
 */
export async function fill(client: pg.Client, size: Size, more: string[] = []): Promise<void> {
  await client.query(`BEGIN; SET LOCAL session_replication_role = replica;
    SET LOCAL work_mem = '256MB'; SET LOCAL maintenance_work_mem = '512MB'`)
  const { rows } = await client.query<{ name: string; definition: string }>(looseIndexes, [filled])
  const statements = [
    ...rows.map(({ name }) => `DROP INDEX ${name}`),
    insertUsers(size),
    insertEvents(size.events),
    ...more,
    ...insertWords,
    insertVersions,
    insertRegistrations(size),
    insertSeats,
    fillEventsWithWaitlist,
    insertCounts,
    resetSequences,
    ...rows.map(({ definition }) => definition),
  ]
  for (const statement of statements) await client.query(statement)
  await client.query('COMMIT')
  await client.query('VACUUM (ANALYZE)')
}
