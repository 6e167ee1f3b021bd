import type { Event } from '../../src/payload-types.ts'
import { writeSeason } from '../factories/season.ts'
import { signedInUser } from '../factories/users.ts'
import { clientOf } from './client.ts'
import type { TestPlatform } from './testPlatform.ts'

interface Place {
  id: number
  attendeeName: string
  registeredAt: string
}

/** Reads an imported season over HTTP, as an admin sees it. */
export async function importedSeason({ dataDir, payload, url }: TestPlatform) {
  const { token } = await signedInUser(payload, 'admin')
  const staff = clientOf(url, token)

  const eventOf = async (externalId: string): Promise<Event> => {
    const { body } = await staff.get(`/api/events?where[externalId][equals]=${externalId}`)
    if (body.totalDocs !== 1) throw new Error(`${body.totalDocs} events are called ${externalId}`)
    return body.docs[0]
  }

  /** The confirmed registrations of the event, sorted by name. */
  const rosterOf = async (externalId: string): Promise<Place[]> => {
    const { id } = await eventOf(externalId)
    const where = `where[event][equals]=${id}&where[state][equals]=confirmed`
    const path = `/api/registrations?${where}&limit=1000&depth=0&sort=attendeeName`
    return (await staff.get(path)).body.docs
  }

  const count = async (collection: string, where = ''): Promise<number> =>
    (await staff.get(`/api/${collection}?limit=1&depth=0&${where}`)).body.totalDocs

  return {
    staff,
    eventOf,
    rosterOf,
    namesIn: async (externalId: string) =>
      (await rosterOf(externalId)).map(({ attendeeName }) => attendeeName),
    count,
    everything: async () => ({
      events: await count('events'),
      users: await count('users'),
      registrations: await count('registrations'),
    }),
    files: (season: Parameters<typeof writeSeason>[1]) => writeSeason(dataDir, season),
  }
}
