import type { FoundEvents, EventPage, PublicEvent } from '../queries/events.ts'
import type { Facets } from '../queries/facets.ts'
import type { EventFilter } from '../queries/filter.ts'
import type { Ordering, Position } from '../queries/ordering.ts'
import type { Marked } from '../../search/public.ts'

export interface PageRequest {
  ordering: Ordering
  limit: number
  /** The number of events before the page. */
  offset?: number
}

/** Who computed how well an event matches: the numbers of one say nothing to the other. */
export type Scorer = 'database' | 'engine'

/** Finds the events that match a filter: PostgreSQL, or the search engine with PostgreSQL. */
export interface EventFinder {
  filter: EventFilter
  scorer: Scorer
  /** A page by its number, with the number of all found events. */
  page(page: PageRequest): Promise<EventPage>
  /** The events after a position, the first ones without one. */
  after(page: PageRequest & { position: Position | undefined }): Promise<FoundEvents>
  /** The counts of all found events. Call it after the page, and with the same ordering. */
  facets(): Promise<Facets>
  /** What is marked in the texts of found events. */
  marked(events: PublicEvent[]): Marked
}
