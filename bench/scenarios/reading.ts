import { seedEvents } from '../seed.ts'
import { always, type Scenario } from './scenario.ts'

export const list: Scenario = {
  name: 'list',
  title: 'A page of events',
  target: 'server',
  expected: [200],
  against: 'payload-list',
  prepare: async () => always({ method: 'GET', path: '/api/v1/events/' }),
}

export const detail: Scenario = {
  name: 'detail',
  title: 'One event',
  target: 'server',
  expected: [200],
  prepare: async ({ pool }) => {
    const [eventId] = await seedEvents(pool, 1, { capacity: 100 })
    return always({ method: 'GET', path: `/api/v1/events/${eventId}/` })
  },
}
