import type { PublicEvent } from './queries/events.ts'
import { isUpcoming } from './rules.ts'
import { serializeCover } from '../media/public.ts'
import { formatInstant } from '../../shared/formatInstant.ts'

/** To ten metres. */
const rounded = (kilometres: number) => Math.round(kilometres * 100) / 100

/** An event in v1's format. */
export const serializeEvent = (event: PublicEvent, now: Date) => ({
  id: event.id,
  title: event.title,
  description: event.description,
  start_date: formatInstant(event.startDate),
  end_date: formatInstant(event.endDate),
  location: event.location,
  max_participants: event.maxParticipants,
  status: event.status,
  is_upcoming: isUpcoming(event.startDate, now),
  created_by: event.createdBy,
  series: event.series,
  registered_count: event.registeredCount,
  seats_left: event.seatsLeft,
  waitlist_count: event.waitlistCount,
  timezone: event.timezone,
  ...(event.cover ? { cover: serializeCover(event.cover) } : {}),
  created_at: formatInstant(event.createdAt),
  updated_at: formatInstant(event.updatedAt),
  ...(event.kilometres === undefined ? {} : { distance_km: rounded(event.kilometres) }),
})
