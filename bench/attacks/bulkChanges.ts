import { createEvents } from './createEvents.ts'
import { repeat } from './repeat.ts'
import { type Attack, from } from './types.ts'

const eventsEach = 60
const address = '203.0.113.8'

export const bulkChanges: Attack = {
  name: 'bulk-changes',
  title: 'Ten attendees change all of their events by one filter, again and again',
  run: async (context) => {
    const { attendees } = context
    await createEvents(context, address, eventsEach, { title: 'Small', description: 'Robots' })
    await repeat(context, attendees.length, (index) => ({
      path: '/api/events?where[title][like]=small&depth=0',
      method: 'PATCH',
      headers: {
        Authorization: `Bearer ${attendees[index % attendees.length]!.token}`,
        'Content-Type': 'application/json',
        ...from(address),
      },
      body: JSON.stringify({ location: `Hall ${index}` }),
    }))
  },
}
