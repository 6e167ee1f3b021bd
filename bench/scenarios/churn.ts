import { seedEvents } from '../seed.ts'
import { registerPath, registration, type Scenario } from './scenario.ts'

/** Each caller registers and cancels again and again. Half of them wait and get the freed places. */
export const churn: Scenario = {
  name: 'churn',
  title: 'Cancel and register again',
  target: 'server',
  expected: [200, 202, 204],
  prepare: async ({ pool, callers, connections }) => {
    const [eventId] = await seedEvents(pool, 1, {
      capacity: Math.max(1, Math.floor(connections / 2)),
      waitlist: true,
    })
    const lists = callers
      .slice(0, connections)
      .map((caller) => [
        registration(eventId!, caller),
        { method: 'DELETE' as const, path: registerPath(eventId!), token: caller.token },
      ])
    return { sharing: 'repeat', lists }
  },
}
