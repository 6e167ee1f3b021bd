import { repeat } from './repeat.ts'
import { type Attack, from } from './types.ts'

const eventsEach = 60

export const bulkChanges: Attack = {
  name: 'bulk-changes',
  title: 'Ten attendees change all of their events by one filter, again and again',
  run: async (context) => {
    const { url, attendees, signal } = context
    const headersOf = ({ token }: { token: string }) => ({
      Authorization: `Bearer ${token}`,
      'Content-Type': 'application/json',
      ...from('203.0.113.8'),
    })
    const create = (caller: { token: string }) =>
      fetch(`${url}/api/v1/events/`, {
        method: 'POST',
        signal,
        headers: headersOf(caller),
        body: JSON.stringify({
          title: 'Small',
          description: 'Robots',
          location: 'Ulm',
          start_date: '2031-01-01T10:00:00Z',
          end_date: '2031-01-02T10:00:00Z',
          max_participants: 1,
        }),
      }).then((response) => response.arrayBuffer())
    await Promise.all(
      attendees.map(async (caller) => {
        for (let made = 0; made < eventsEach && !signal.aborted; made += 1) {
          await create(caller).catch(() => undefined)
        }
      }),
    )
    await repeat(context, attendees.length, (index) => ({
      path: '/api/events?where[title][like]=small&depth=0',
      method: 'PATCH',
      headers: headersOf(attendees[index % attendees.length]!),
      body: JSON.stringify({ location: `Hall ${index}` }),
    }))
  },
}
