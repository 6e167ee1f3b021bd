import type { ApiResponse, Client } from '../support/client.ts'

/** A weekly meeting on Saturdays from 18:00 to 20:00 in Berlin, in the winter of 2031, and over the change of March. */
export const meeting = {
  title: 'Solder Evening',
  description: 'Bring what is broken.',
  start_date: '2031-03-08T17:00:00Z',
  end_date: '2031-03-08T19:00:00Z',
  location: 'Berlin',
  max_participants: 10,
  status: 'published',
}

export interface ApiEvent {
  id: number
  series: number | null
  start_date: string
  end_date: string
  title: string
  location: string
  status: string
  max_participants: number
  registered_count: number
  updated_at: string
}

/** The events of a series that the client may see, in order of their starts. */
export async function eventsOf(app: Client, series: number): Promise<ApiEvent[]> {
  const { body } = await app.get(`events/?series=${series}&ordering=start_date&page_size=100`)
  return body.results
}

export interface TestSeries {
  id: number
  events: ApiEvent[]
}

/** A series of an event that the client's caller owns. The zone is set over REST: v1 cannot write it. */
export async function repeated(
  { app, rest }: { app: Client; rest: Client },
  repetition: object = { rrule: 'FREQ=WEEKLY;COUNT=6' },
  { timezone = 'Europe/Berlin', ...details }: Record<string, unknown> = {},
): Promise<TestSeries> {
  const created = await app.post('events/', { ...meeting, ...details })
  await rest.patch(`/api/events/${created.body.id}`, { timezone })
  const answer: ApiResponse = await app.post(`events/${created.body.id}/repeat/`, repetition)
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body))
  return { id: answer.body.id, events: await eventsOf(app, answer.body.id) }
}
