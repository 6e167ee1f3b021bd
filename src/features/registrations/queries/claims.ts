import type { ClaimOutcome, LiveState } from '../rules.ts'
import { newTicketCode } from '../ticketCode.ts'
import { clientBehind, type Connection } from '../../../database/connection.ts'
import type { RegistrationRow } from './registrations.ts'
import type { Claim } from './seats.ts'
import { invalidateSeats } from '../../../cache/invalidation/tracker.ts'

/** A claim on a place of an event, whoever decides on it. */
export interface PlaceClaim extends Claim {
  eventId: number
  /**
   * The `token_version` that the caller's token names, when nobody has looked yet whether it is
   * still theirs: the statement that claims looks, so that a token costs no question of its own.
   */
  tokenVersion?: number
  /** The hold that becomes the registration, with its seats; `seats` is then of no account. */
  hold?: string
}

export interface PlaceResult {
  /** `signed_out`: the token is no longer good. `lock_busy`: somebody else is at the event's seats. */
  outcome: ClaimOutcome | 'signed_out' | 'lock_busy'
  /** The place in the queue, from 1, when the outcome is `waitlisted`. */
  position: number | null
  /** Null when the claim was refused. */
  registration: RegistrationRow | null
}

/**
 * Decides claims and writes the registrations, in order of arrival within each event. Alone it is its
 * own transaction: locks are held for no round trip.
 *
 * A full event without a waitlist is refused by reading alone, as even the lock of its row would be a
 * write; not when the caller's seats are held, or when seats were held or offered until now. Whoever
 * passes that look is decided on by `claim_seats`, under the lock, so exactness does not hang on it;
 * and what was released before the statement began is seen by it.
 *
 * @param patient whether it waits for the seats of an event that somebody else holds. One that does
 *   not, may hold several events' seats: who waits for nobody is in no deadlock.
 */
const claiming = (patient: boolean) => `
  WITH asked AS MATERIALIZED (
    SELECT asked.*, users.id IS NOT NULL AS known, users.suspended IS TRUE AS suspended,
           asked.version IS NOT NULL AND (users.id IS NULL OR users.suspended IS TRUE
             OR users.token_version <> asked.version) AS signed_out,
           -- Some take their email for a username, and the organiser is not to learn it.
           coalesce(nullif(users.display_name, ''), split_part(users.username, '@', 1)) AS name
    FROM unnest($1::int[], $2::int[], $3::int[], $4::int[], $5::text[],
                $7::uuid[])
      WITH ORDINALITY asked(event_id, user_id, seats, version, code, hold, ordinal)
    LEFT JOIN users ON users.id = asked.user_id
  ), found AS MATERIALIZED (
    -- Looked up one by one: joined, the tables would be read from end to end for a small batch.
    SELECT wanted.event_id, seen.*
    FROM (SELECT DISTINCT event_id FROM asked WHERE NOT signed_out) wanted
    LEFT JOIN LATERAL (
      SELECT true AS is_there, max_party_size,
             taken + held >= capacity AND waitlist_enabled IS NOT TRUE AND status = 'published'
               AND end_date > $6::timestamptz AND coalesce(registration_opens_at <= $6::timestamptz, true)
               AND coalesce(registration_closes_at > $6::timestamptz, true)
               AND (held = 0 OR (
                 SELECT true FROM seat_holds WHERE seat_holds.event_id = wanted.event_id
                   AND (expires_at <= $6::timestamptz OR user_id IN (
                     SELECT user_id FROM asked WHERE asked.event_id = wanted.event_id))
                 LIMIT 1) IS NULL)
               AND (offered = 0 OR (
                 SELECT true FROM registrations lapsed WHERE lapsed.event_id = wanted.event_id
                   AND state = 'offered' AND offer_expires_at <= $6::timestamptz
                 LIMIT 1) IS NULL) AS sold_out
      FROM event_seats JOIN events ON events.id = event_seats.event_id
      WHERE event_seats.event_id = wanted.event_id LIMIT 1
    ) seen ON true
  ), ${
    patient
      ? `free AS (SELECT event_id FROM found WHERE sold_out IS NOT TRUE)`
      : `free AS MATERIALIZED (
          -- An event that is not there has no seats to lock, and is told so by claim_seats.
          SELECT event_id FROM found WHERE is_there IS NULL
          UNION ALL
          SELECT event_id FROM found CROSS JOIN LATERAL (
            SELECT FROM event_seats WHERE event_seats.event_id = found.event_id
            FOR UPDATE SKIP LOCKED
          ) locked
          WHERE NOT sold_out
        )`
  }, claims AS MATERIALIZED (
    SELECT together.ordinals[claimed.ordinal] AS ordinal, claimed.outcome, claimed.seats AS places,
           waitlist_position
    FROM (
      SELECT event_id, array_agg(ordinal ORDER BY ordinal) AS ordinals,
             array_agg(user_id ORDER BY ordinal) AS users, array_agg(seats ORDER BY ordinal) AS parties,
             array_agg(hold ORDER BY ordinal) AS holds
      FROM asked JOIN free USING (event_id) WHERE NOT signed_out GROUP BY event_id
    ) together
    CROSS JOIN LATERAL
      claim_seats(together.event_id, together.users, together.parties, together.holds,
                  $6::timestamptz) claimed
  ), inserted AS (
    INSERT INTO registrations
      (event_id, user_id, attendee_name, seats, state, ticket_code, registered_at, created_at,
       updated_at)
    SELECT event_id, user_id, name, places, outcome::enum_registrations_state, code,
           $6::timestamptz, $6::timestamptz, $6::timestamptz
    FROM claims JOIN asked USING (ordinal)
    WHERE outcome IN ('confirmed', 'waitlisted')
    ORDER BY ordinal
    RETURNING id, ticket_code
  )
  SELECT CASE
           WHEN signed_out THEN 'signed_out'
           WHEN sold_out IS NOT TRUE THEN coalesce(outcome, 'lock_busy')
           WHEN NOT known THEN 'user_not_found'
           WHEN suspended THEN 'user_suspended'
           WHEN (
             SELECT id FROM registrations live WHERE live.event_id = asked.event_id
               AND live.user_id = asked.user_id AND live.state <> 'cancelled' LIMIT 1
           ) IS NOT NULL THEN 'already_registered'
           WHEN hold IS NOT NULL THEN 'hold_expired'
           WHEN seats > max_party_size THEN 'party_too_large'
           ELSE 'event_full'
         END AS outcome,
         waitlist_position AS position, coalesce(places, seats) AS seats, inserted.id, code,
         sold_out IS NOT TRUE AND outcome IS NOT NULL AS decided
  FROM asked
  LEFT JOIN found USING (event_id)
  LEFT JOIN claims USING (ordinal)
  LEFT JOIN inserted ON ticket_code = code
  ORDER BY ordinal`

interface Row {
  outcome: PlaceResult['outcome']
  position: number | null
  seats: number
  id: number | null
  code: string
  /** Whether it was decided under the event's lock: what had lapsed was then given to the next. */
  decided: boolean
}

/** What the statement is given; ticket codes are made for all, as nobody knows yet who gets one. */
const valuesOf = (claims: PlaceClaim[], now: Date): unknown[] => [
  claims.map(({ eventId }) => eventId),
  claims.map(({ userId }) => userId),
  claims.map(({ seats }) => seats),
  claims.map(({ tokenVersion }) => tokenVersion ?? null),
  claims.map(newTicketCode),
  now.toISOString(),
  claims.map(({ hold }) => hold ?? null),
]

const answersFrom = (rows: Row[], claims: PlaceClaim[], now: Date): PlaceResult[] =>
  rows.map(({ outcome, position, seats, id, code }, index) => {
    const { eventId, userId } = claims[index]!
    const registration =
      id === null
        ? null
        : {
            id,
            eventId,
            userId,
            seats,
            state: outcome as LiveState,
            ticketCode: code,
            registeredAt: now.toISOString(),
          }
    return { outcome, position, registration }
  })

/** The events of which seats may have changed hands; not those that were refused by reading alone. */
function decidedOn(rows: Row[], claims: PlaceClaim[]): Set<number> {
  const events = new Set<number>()
  for (const [index, { decided }] of rows.entries()) {
    if (decided) events.add(claims[index]!.eventId)
  }
  return events
}

const patiently = { name: 'claim-places-patiently', text: claiming(true) }
const impatiently = { name: 'claim-places', text: claiming(false) }

/**
 * Claims on a connection. Outside a transaction the statement is one of its own. It is prepared once a
 * connection: to plan it takes longer than to run it.
 *
 * @param patient whether it waits for seats that somebody else holds; otherwise those claims are
 *   answered with `lock_busy`. Only claims on one event may be patient.
 * @returns an answer a claim, in the order of the claims
 */
export async function claimPlaces(
  connection: Connection,
  claims: PlaceClaim[],
  now: Date,
  patient: boolean,
): Promise<PlaceResult[]> {
  const statement = patient ? patiently : impatiently
  const values = valuesOf(claims, now)
  const { rows } = await clientBehind(connection).query<Row>({ ...statement, values })
  invalidateSeats(connection, decidedOn(rows, claims))
  return answersFrom(rows, claims, now)
}
