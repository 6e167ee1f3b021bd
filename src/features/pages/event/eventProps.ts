import type { Site } from '../site.ts'
import type { ShownEvent } from './findEvent.ts'

/** What every part of an event's page is made from. */
export interface EventProps {
  event: ShownEvent
  now: Date
  site: Site
}
