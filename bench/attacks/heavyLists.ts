import { repeat } from './repeat.ts'
import { type Attack, type AttackContext, from } from './types.ts'

/** Events that each attendee tries to make, with texts of the greatest length. */
const eventsEach = 100
const longText = 'Robots carry bolts across a field. '.repeat(5700)

async function makeEvents({ url, attendees, signal }: AttackContext) {
  await Promise.all(
    attendees.map(async ({ token }) => {
      for (let made = 0; made < eventsEach && !signal.aborted; made += 1) {
        await fetch(`${url}/api/v1/events/`, {
          method: 'POST',
          signal,
          headers: {
            Authorization: `Bearer ${token}`,
            'Content-Type': 'application/json',
            ...from('203.0.113.3'),
          },
          body: JSON.stringify({
            title: 'Heavy',
            description: longText,
            location: 'Ulm',
            start_date: '2031-01-01T10:00:00Z',
            end_date: '2031-01-02T10:00:00Z',
            max_participants: 1,
            status: 'published',
          }),
        })
          .then((response) => response.arrayBuffer())
          .catch(() => undefined)
      }
    }),
  )
}

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
      makeEvents(context),
      // Each list differs, so that no cache has it.
      repeat(context, 30, (index) => ({
        path: `${lists[index % lists.length]!}&only=${index}`,
        headers: from(`198.51.100.${index % 250}`),
      })),
    ])
  },
}
