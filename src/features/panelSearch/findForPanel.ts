import type { PayloadRequest, Where } from 'payload'

import { connectionOf } from '../../database/connection.ts'
import { requireStaff } from '../../shared/access/requireStaff.ts'
import { searchEventIds, viewerOf } from '../events/public.ts'

/** Something that the search of the panel has found. */
export interface FoundItem {
  /** The address of its page. */
  url: string
  title: string
  /** What tells it from others with the same title. */
  detail: string
}

export interface FoundForPanel {
  events: FoundItem[]
  people: FoundItem[]
  registrations: FoundItem[]
}

/** The most of each kind: a person who does not see theirs types more. */
const most = 6

/** Characters that are looked for. */
const maxLength = 200

const like = (fields: string[], text: string): Where => ({
  or: fields.map((field) => ({ [field]: { like: text } })),
})

const own = { depth: 0, limit: most, pagination: false, overrideAccess: false } as const

const dayOf = (instant: string, timeZone: string) =>
  new Date(instant).toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone,
  })

async function findEvents(req: PayloadRequest, text: string): Promise<FoundItem[]> {
  const ids = await searchEventIds(await connectionOf(req), viewerOf(req), text, most)
  const { docs } = await req.payload.find({
    ...own,
    collection: 'events',
    where: { id: { in: ids } },
    select: { title: true, location: true, startDate: true, status: true, timezone: true },
    req,
  })
  const inOrder = docs.toSorted((one, other) => ids.indexOf(one.id) - ids.indexOf(other.id))
  return inOrder.map(({ id, location, startDate, status, timezone, title }) => ({
    url: `/admin/collections/events/${id}`,
    title,
    detail: [
      dayOf(startDate, timezone),
      location,
      ...(status === 'published' ? [] : [status]),
    ].join(' · '),
  }))
}

async function findPeople(req: PayloadRequest, text: string): Promise<FoundItem[]> {
  const { docs } = await req.payload.find({
    ...own,
    collection: 'users',
    where: like(['username', 'displayName', 'email'], text),
    select: { username: true, displayName: true, email: true },
    req,
  })
  return docs.map(({ displayName, email, id, username }) => ({
    url: `/admin/collections/users/${id}`,
    title: displayName || username,
    detail: email,
  }))
}

async function findRegistrations(req: PayloadRequest, text: string): Promise<FoundItem[]> {
  const { docs } = await req.payload.find({
    ...own,
    collection: 'registrations',
    depth: 1,
    where: like(['attendeeName', 'ticketCode'], text),
    sort: '-registeredAt',
    select: { attendeeName: true, event: true, state: true },
    populate: { events: { title: true } },
    req,
  })
  return docs.map(({ attendeeName, event, id, state }) => ({
    url: `/admin/collections/registrations/${id}`,
    title: attendeeName ?? 'Registration',
    detail: [typeof event === 'object' ? event.title : '', state].filter(Boolean).join(' · '),
  }))
}

/**
 * What staff look for from anywhere in the panel: events by the words of the search, people by name or email, and
 * registrations by name or ticket code.
 *
 * @throws {Refusal} for callers who are not staff
 */
export async function findForPanel(req: PayloadRequest, typed: string): Promise<FoundForPanel> {
  requireStaff(req)
  const text = typed.trim().slice(0, maxLength)
  if (text === '') return { events: [], people: [], registrations: [] }
  const [events, people, registrations] = await Promise.all([
    findEvents(req, text),
    findPeople(req, text),
    findRegistrations(req, text),
  ])
  return { events, people, registrations }
}
