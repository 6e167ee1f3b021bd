import { sql } from '@payloadcms/db-postgres/drizzle'

import { type Connection, rowsOf } from '../../../database/connection.ts'
import { visibleTo } from '../../events/public.ts'
import type { RegistrationState } from '../../registrations/public.ts'
import { maxOwnEntries, pastDays } from '../rules.ts'
import { feedColumns, type FeedEvent } from './feedEvents.ts'

/** A registration of the feed's owner, with its event. */
export interface OwnEntry extends FeedEvent {
  registrationId: number
  state: RegistrationState
  /** When the registration last changed. */
  changedAt: string
  /** The owner of the event. A username is no name to sign an entry with. */
  organiserName: string | null
}

/**
 * The registrations that a person's feed shows: their places, also those of the last year, and until an event
 * is over their positions on waitlists, offers to them, and places that somebody else has cancelled. What a
 * person has cancelled is gone, and so is what a later registration for the same event replaces.
 */
export const ownEntries = (
  connection: Connection,
  userId: number,
  now: Date,
): Promise<OwnEntry[]> => {
  const at = sql`${now.toISOString()}::timestamptz`
  return rowsOf<OwnEntry>(
    connection,
    sql`SELECT mine.id AS "registrationId", mine.state, to_json(mine.updated_at) AS "changedAt",
               nullif(owner.display_name, '') AS "organiserName", ${feedColumns}
        FROM registrations mine
        JOIN events ON events.id = mine.event_id
        LEFT JOIN users owner ON owner.id = events.created_by_id
        WHERE mine.user_id = ${userId}::int AND ${visibleTo({ id: userId, isStaff: false })}
          AND events.end_date > ${at} - make_interval(days => ${pastDays}::int)
          AND (mine.state = 'confirmed' OR events.end_date > ${at})
          AND (mine.state <> 'cancelled' OR (
            (events.status = 'cancelled' OR mine.cancelled_by_id <> mine.user_id)
            AND NOT EXISTS (
              SELECT FROM registrations later
              WHERE later.event_id = mine.event_id AND later.user_id = mine.user_id
                AND later.id > mine.id)))
        ORDER BY events.start_date DESC, mine.id DESC LIMIT ${maxOwnEntries}::int`,
  )
}
