import { invalidateSeats } from '../../../cache/invalidation/tracker.ts'
import { clientBehind, type Connection } from '../../../database/connection.ts'
import type { ClaimResult } from '../claimResult.ts'
import type { ClaimedState } from '../rules.ts'
import { newTicketCode } from '../ticketCode.ts'
import type { Claim } from './seats.ts'

/** A claim on a place in an event. */
export interface PlaceClaim extends Claim {
  /**
   * The `token_version` in the caller's access token. The statement compares it with the user's row,
   * so that checking the token needs no query of its own. Undefined when the token is checked already.
   */
  tokenVersion?: number
  /** The id of a hold that becomes the registration. Its seats count then, instead of `seats`. */
  hold?: string
}

/**
 * The statement that decides claims and inserts the registrations, in order of arrival within each
 * event. It is one transaction of its own, so no lock is held during a round trip.
 *
 * A full event without a waitlist, or whose waitlist has ended, is refused by reading only, because even a row lock is a write. This
 * shortcut does not apply when the caller holds seats, or when a hold or an offer has just expired.
 * `claim_seats` decides all other claims under the lock, so the shortcut cannot make the result
 * inexact; it sees everything that was released before the statement began.
 *
 * @param waitForLock whether the statement waits for an event's seats that another transaction has
 *   locked. A statement that does not wait can lock several events without a deadlock.
 */
const claimStatement = (waitForLock: boolean) => `
  WITH asked AS MATERIALIZED (
    SELECT asked.*, users.id IS NOT NULL AS known, users.suspended IS TRUE AS suspended,
           asked.version IS NOT NULL AND (users.id IS NULL OR users.suspended IS TRUE
             OR users.token_version <> asked.version) AS signed_out,
           -- As attendeeName() in rules.ts: organisers must not read an email that is used as a username.
           coalesce(nullif(users.display_name, ''), split_part(users.username, '@', 1)) AS name
    FROM unnest($1::int[], $2::int[], $3::int[], $4::int[], $5::text[],
                $7::uuid[])
      WITH ORDINALITY asked(event_id, user_id, seats, version, code, hold, ordinal)
    LEFT JOIN users ON users.id = asked.user_id
  ), found AS MATERIALIZED (
    -- One lookup an event: a join would read the whole tables for a small batch.
    SELECT wanted.event_id, seen.*
    FROM (SELECT DISTINCT event_id FROM asked WHERE NOT signed_out) wanted
    LEFT JOIN LATERAL (
      SELECT true AS is_there, least(max_party_size, capacity) AS largest_party,
             taken + held >= capacity AND (waitlist_enabled AND start_date > $6::timestamptz) IS NOT TRUE
               AND status = 'published'
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
    waitForLock
      ? `free AS (SELECT event_id FROM found WHERE sold_out IS NOT TRUE)`
      : `free AS MATERIALIZED (
          -- An event that does not exist has no seats to lock; claim_seats refuses the claim.
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
           WHEN seats > largest_party THEN 'party_too_large'
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
  outcome: ClaimResult['outcome']
  position: number | null
  seats: number
  id: number | null
  code: string
  /** Whether the claim was decided under the event's lock, where expired seats are released first. */
  decided: boolean
}

/** The statement's parameters. Every claim gets a ticket code, because the winners are not known yet. */
const valuesOf = (claims: PlaceClaim[], now: Date): unknown[] => [
  claims.map(({ eventId }) => eventId),
  claims.map(({ userId }) => userId),
  claims.map(({ seats }) => seats),
  claims.map(({ tokenVersion }) => tokenVersion ?? null),
  claims.map(newTicketCode),
  now.toISOString(),
  claims.map(({ hold }) => hold ?? null),
]

function resultOf(row: Row, { eventId, userId }: PlaceClaim, now: Date): ClaimResult {
  const { outcome, position, seats, id, code } = row
  if (id === null) return { outcome } as ClaimResult
  const state = outcome as ClaimedState
  const registration = {
    id,
    eventId,
    userId,
    seats,
    state,
    ticketCode: code,
    registeredAt: now.toISOString(),
  }
  return { outcome: state, position, registration }
}

/** The events whose counters may have changed; not those whose claims were refused by reading only. */
function decidedEvents(rows: Row[], claims: PlaceClaim[]): Set<number> {
  const events = new Set<number>()
  for (const [index, { decided }] of rows.entries()) {
    if (decided) events.add(claims[index]!.eventId)
  }
  return events
}

const waiting = { name: 'claim-places-waiting', text: claimStatement(true) }
const skippingLocked = { name: 'claim-places', text: claimStatement(false) }

export interface ClaimOptions {
  /** When the claims are made: events are open or have ended as of this time. */
  now: Date
  /**
   * Whether to wait for seats that another transaction has locked; otherwise these claims end in
   * `lock_busy`. All claims must be for one event when this is true.
   */
  waitForLock: boolean
}

/**
 * Decides claims on a connection. Outside a transaction the statement is one of its own. It is
 * prepared once on each connection, because planning it takes longer than running it.
 *
 * @returns a result for each claim, in the order of the claims
 */
export async function claimPlaces(
  connection: Connection,
  claims: PlaceClaim[],
  { now, waitForLock }: ClaimOptions,
): Promise<ClaimResult[]> {
  const statement = waitForLock ? waiting : skippingLocked
  const values = valuesOf(claims, now)
  const { rows } = await clientBehind(connection).query<Row>({ ...statement, values })
  invalidateSeats(connection, decidedEvents(rows, claims))
  return rows.map((row, index) => resultOf(row, claims[index]!, now))
}
