import type { FieldHook, PayloadRequest } from 'payload'

import { isUpcoming } from '../../src/features/events/rules.ts'
import type { Event } from '../../src/payload-types.ts'
import { loadSeatCounts } from '../../src/features/registrations/seatLoader.ts'

/** The counts of an event. They are stored in `event_seats`, never in the event's own row. */
export async function countedFields(req: PayloadRequest, eventId: number) {
  const seats = await loadSeatCounts(req, eventId)
  return {
    registeredCount: seats?.taken ?? 0,
    seatsLeft: seats ? seats.capacity - seats.taken - seats.held : 0,
    waitlistCount: seats?.waitlisted ?? 0,
  }
}

type CountedField = keyof Awaited<ReturnType<typeof countedFields>>

/** Reads one count of an event. One statement reads the counts of a whole list. */
export const countOf =
  (field: CountedField): FieldHook<Event> =>
  async ({ data, req }) =>
    data?.id === undefined ? undefined : (await countedFields(req, data.id))[field]

export const readIsUpcoming: FieldHook<Event> = ({ data }) =>
  isUpcoming(data?.startDate, new Date())
