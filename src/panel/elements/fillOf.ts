import type { Event } from '../../payload-types.ts'
import type { Fill } from './FillBar.tsx'

type Counted = Pick<Event, 'maxParticipants' | 'registeredCount' | 'waitlistCount'>

/** An event's counts, as the bar shows them. */
export const fillOf = (event: Counted): Fill => ({
  taken: event.registeredCount ?? 0,
  capacity: event.maxParticipants,
  waiting: event.waitlistCount ?? 0,
})
