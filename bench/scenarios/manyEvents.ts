import { seedEvents } from '../seed.ts'
import { registration, type Scenario } from './scenario.ts'

const events = 1000

/** 1,000 events open at the same time, and each caller registers for one of them. */
export const manyEvents: Scenario = {
  name: 'many-events',
  title: '1,000 events',
  target: 'server',
  expected: [200],
  prepare: async ({ pool, callers }) => {
    const ids = await seedEvents(pool, events, { capacity: callers.length })
    const sent = callers.map((caller, index) => registration(ids[index % events]!, caller))
    return { sharing: 'once', lists: [sent] }
  },
}
