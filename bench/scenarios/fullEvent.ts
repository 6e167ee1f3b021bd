import { seedEvents } from '../seed.ts'
import { registration, type Scenario } from './scenario.ts'

/** The event is full and has no waitlist. Every registration is refused. */
export const fullEvent: Scenario = {
  name: 'full-event',
  title: 'A full event, all refused',
  target: 'server',
  expected: [409],
  prepare: async ({ pool, callers: [holder, ...callers] }) => {
    const [eventId] = await seedEvents(pool, 1, { capacity: 1 })
    await pool.query(
      `INSERT INTO registrations (event_id, user_id, seats, state, ticket_code, registered_at)
       VALUES ($1, $2, 1, 'confirmed', gen_random_uuid(), now())`,
      [eventId, holder!.id],
    )
    return { sharing: 'once', lists: [callers.map((caller) => registration(eventId!, caller))] }
  },
}
