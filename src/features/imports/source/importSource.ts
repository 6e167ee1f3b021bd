import type { BadRow } from './badRow.ts'

/** The fields of an event that come from a source, as the platform stores them. They follow the source. */
export interface EventDetails {
  /** What numbers the events: a program, a calendar, a file. */
  externalSource: string
  /** Identifies the event in its source. */
  externalId: string
  title: string
  description: string
  location: string
  timezone: string
  startDate: string
  endDate: string
  /** Such as `FRC`. */
  program?: string
  /** Its code; missing when it is unknown. */
  country?: string
  tags?: string[]
  maxParticipants?: number
  coordinates?: { latitude: number; longitude: number }
}

/** What only a new event gets from the source: later it belongs to the organisers. */
export interface FirstValues {
  status?: 'draft' | 'published' | 'cancelled'
  tags?: string[]
}

/** An event of a source. */
export interface SourceEvent {
  /** The place in the file, for a person: "event 5 (ABCA)". */
  place: string
  details: EventDetails
  first?: FirstValues
  /** Where the coordinates come from, if an export says it. */
  coordinatesSource?: 'typed' | 'imported' | 'found'
  /** The event that an export of this platform names. Another server may have another event with this id. */
  exported?: { id: number; createdAt: string }
}

/** What a file has for the platform, before anything is written. */
export interface ImportSource {
  events: SourceEvent[]
  /** Events that the source has cancelled. */
  cancelled: { externalSource: string; externalId: string; title: string }[]
  bad: BadRow[]
  /** Sentences about the files that the user should know. */
  notes: string[]
  /** Whether new events are published at once. */
  isPublished: boolean
}
