import type { PayloadRequest, Where } from 'payload'

import { connectionOf } from '../../../database/connection.ts'
import { activeUser } from '../../../shared/access/isActive.ts'
import { isStaff } from '../../../shared/access/isStaff.ts'
import { ownedEvents } from '../../events/public.ts'

/** Beyond this, the events of one owner are not listed one by one. */
const maxListed = 1000

/**
 * Everything for staff; else the caller's own registrations, and those for the events that they own. The
 * events are read first and named by their ids. A condition on the owner of the event would join all
 * registrations with all events: 3.5 seconds with a million events.
 */
export async function ownOrOfOwnEvent({ req }: { req: PayloadRequest }): Promise<boolean | Where> {
  if (isStaff({ req })) return true
  const user = activeUser(req)
  if (!user) return false
  const own = { user: { equals: user.id } }
  const events = await ownedEvents(await connectionOf(req), user.id, maxListed + 1)
  if (events.length === 0) return own
  const isForOwn: Where =
    events.length > maxListed
      ? { 'event.createdBy': { equals: user.id } }
      : { event: { in: events } }
  return { or: [own, isForOwn] }
}
