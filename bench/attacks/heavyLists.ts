import { createEvents } from './createEvents.ts'
import { repeat } from './repeat.ts'
import { type Attack, from } from './types.ts'

/** Events that each attendee tries to make, with texts of the greatest length. */
const eventsEach = 100
const longText = 'Robots carry bolts across a field. '.repeat(5700)

const heavyEvent = { title: 'Heavy', description: longText, status: 'published' }

const lists = [
  '/api/events?limit=1000&depth=0',
  '/api/events?limit=1000&depth=1&sort=-description',
  '/api/v1/events/?page_size=100',
  '/api/v1/events/?page_size=100&search=robots',
]

export const heavyLists: Attack = {
  name: 'heavy-lists',
  title: 'Ten attendees make events with the longest texts, and 30 clients read the longest lists',
  run: async (context) => {
    await Promise.all([
      createEvents(context, '203.0.113.3', eventsEach, heavyEvent),
      // Each list differs, so that no cache has it.
      repeat(context, 30, (index) => ({
        path: `${lists[index % lists.length]!}&only=${index}`,
        headers: from(`198.51.100.${index % 250}`),
      })),
    ])
  },
}
