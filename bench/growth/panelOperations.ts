import { type CollectionSlug, createLocalReq, type Where } from 'payload'

import { countUrl, listUrl } from '../../src/features/registrations/admin/doorQuery.ts'
import { eventViews } from '../../src/features/events/admin/eventViews.ts'
import { readOverview } from '../../src/features/events/public.ts'
import { accessLifetimeSeconds } from '../../src/features/accounts/tokens.ts'
import { servicesOf } from '../../src/shared/services.ts'
import { people } from './fill.ts'
import type { Operation, Surroundings } from './operation.ts'

interface List {
  where?: Where
  sort?: string
}

/** A search in the panel's list: as Payload makes it from `listSearchableFields`. */
const search = (fields: string[], text: string): Where => ({
  or: fields.map((field) => ({ [field]: { like: text } })),
})

/** What the panel reads for its pages, without the time to render them. */
export async function panelOperations({
  admin,
  events,
  payload,
  url,
}: Surroundings): Promise<Operation[]> {
  const user = { ...admin, collection: 'users' as const }
  const requestOf = () => createLocalReq({ user }, payload)
  // The arguments are those of Payload's list page.
  const list =
    (collection: CollectionSlug, { where = {}, sort = '-createdAt' }: List) =>
    async () =>
      payload.find({
        collection,
        where,
        sort,
        limit: 25,
        page: 1,
        depth: 0,
        draft: true,
        includeLockStatus: true,
        overrideAccess: false,
        user,
        req: await requestOf(),
      })
  const views = eventViews(new Date()).map((view): [string, () => Promise<unknown>] => [
    `panel: events (${view.name.toLowerCase()})`,
    list('events', view),
  ])
  const middle = Math.floor(events / 2) + 1
  const token = servicesOf(payload).tokens.sign('access', {
    userId: people.admin,
    version: 0,
    lifetime: accessLifetimeSeconds,
  })
  const read = async (path: string) => {
    const response = await fetch(`${url}${path}`, { headers: { Authorization: `Bearer ${token}` } })
    if (!response.ok) throw new Error(`${path}: ${response.status}`)
    return response.text()
  }
  const entrance = () =>
    Promise.all(
      [
        `/api/events/${middle}?depth=0`,
        listUrl({ eventId: middle, search: '', filter: 'all', limit: 50 }),
        countUrl(middle, 'arrived'),
        countUrl(middle, 'expected'),
      ].map(read),
    )
  const pages: [string, () => Promise<unknown>][] = [
    ['panel: dashboard', async () => readOverview(await requestOf(), new Date())],
    ...views,
    [
      'panel: search of events',
      list('events', {
        sort: '-startDate',
        where: search(['title', 'location', 'externalId'], `Gala ${middle}`),
      }),
    ],
    ['panel: registrations', list('registrations', {})],
    [
      'panel: search of registrations',
      list('registrations', {
        where: search(['attendeeName', 'ticketCode'], `${middle}-1`),
      }),
    ],
    ['panel: users', list('users', {})],
    [
      'panel: search of users',
      list('users', { where: search(['username', 'email', 'displayName'], String(middle)) }),
    ],
    ['panel: registrations of an event', entrance],
    [
      'panel: one event',
      async () =>
        payload.findByID({
          collection: 'events',
          id: middle,
          depth: 0,
          overrideAccess: false,
          req: await requestOf(),
        }),
    ],
    [
      'panel: versions of an event',
      async () =>
        payload.findVersions({
          collection: 'events',
          where: { parent: { equals: middle } },
          sort: '-updatedAt',
          pagination: false,
          depth: 1,
          overrideAccess: false,
          req: await requestOf(),
        }),
    ],
  ]
  return pages.map(([name, run]) => ({ name, isInteractive: true, run }))
}
