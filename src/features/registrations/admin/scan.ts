import { toast } from '@payloadcms/ui'

import { shortMomentInZone } from '../../../panel/formatInZone.ts'
import { readRest } from '../../../panel/rest.ts'
import type { Registration } from '../../../payload-types.ts'
import { scanUrl } from './doorQuery.ts'
import type { Changes } from './useChanges.ts'

interface Entrance {
  eventId: number
  /** The time zone of the event. */
  zone: string
  changes: Changes
}

/** The one registration that a text means: by its whole ticket code, or as the only one that matches. */
async function find(
  eventId: number,
  text: string,
): Promise<Registration | 'none' | 'several' | undefined> {
  const found = await readRest<{ docs: Registration[] }>(scanUrl(eventId, text))
  if (!found) return undefined
  const [first] = found.docs
  const exact = found.docs.find(
    ({ ticketCode }) => ticketCode?.toLowerCase() === text.toLowerCase(),
  )
  if (exact) return exact
  if (!first) return 'none'
  return found.docs.length === 1 ? first : 'several'
}

/** Why this registration is not checked in; undefined when it can be. */
function refusal({ attendeeName, checkedInAt, state }: Registration, zone: string) {
  if (checkedInAt)
    return `${attendeeName} was checked in already, at ${shortMomentInZone(checkedInAt, zone)}`
  return state === 'confirmed' ? undefined : `${attendeeName} has no place: ${state}`
}

/**
 * Checks in the ticket that a scanner, or a person, has typed and ended with Enter.
 *
 * @returns whether the text is done with. Otherwise it stays, selected: the next scan replaces it.
 */
export async function scan({ eventId, zone, changes }: Entrance, text: string): Promise<boolean> {
  const registration = await find(eventId, text)
  if (registration === 'several') return false
  if (registration === undefined) toast.error("Can't reach the server. Nothing was saved.")
  else if (registration === 'none') toast.error(`No registration for “${text}” at this event`)
  if (typeof registration !== 'object') return false
  const reason = refusal(registration, zone)
  if (reason) toast.error(reason)
  else await changes.checkIn(registration)
  return true
}
