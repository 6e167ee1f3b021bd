import { seedEvents } from '../seed.ts'
import type { Scenario } from './scenario.ts'

/** The same through Payload's REST API, where a registration is created as a document. */
export const payloadCreate: Scenario = {
  name: 'payload-create',
  title: "Payload's REST: create",
  target: 'server',
  expected: [201],
  prepare: async ({ pool, callers }) => {
    const [eventId] = await seedEvents(pool, 1, { capacity: callers.length })
    const body = JSON.stringify({ event: eventId, seats: 1 })
    const sent = callers.map(({ token }) => ({
      method: 'POST' as const,
      path: '/api/registrations',
      token,
      body,
    }))
    return { sharing: 'once', lists: [sent] }
  },
}
