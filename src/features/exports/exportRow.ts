import { formatInstant } from '../../shared/formatInstant.ts'
import type { ExportedEvent } from './queries.ts'

/**
 * An event in an export, under the names of v1. The importer knows these names (docs/import.md): an export is
 * imported again without changing anything.
 *
 * @param urlOf the address of an event's page
 */
export const exportRow = (event: ExportedEvent, urlOf: (id: number) => string | undefined) => ({
  id: event.id,
  title: event.title,
  description: event.description,
  start_date: formatInstant(event.startDate),
  end_date: formatInstant(event.endDate),
  timezone: event.timezone,
  location: event.location,
  country: event.country,
  program: event.program,
  tags: event.tags,
  latitude: event.latitude,
  longitude: event.longitude,
  coordinates_source: event.coordinatesSource,
  status: event.status,
  max_participants: event.maxParticipants,
  registered_count: event.registeredCount,
  seats_left: event.seatsLeft,
  waitlist_count: event.waitlistCount,
  series: event.series,
  created_by: event.createdBy,
  external_source: event.externalSource,
  external_id: event.externalId,
  created_at: formatInstant(event.createdAt),
  updated_at: formatInstant(event.updatedAt),
  url: urlOf(event.id) ?? null,
})

export type ExportRow = ReturnType<typeof exportRow>

/** The columns of a CSV, in their order. */
export const exportColumns: (keyof ExportRow)[] = [
  'id',
  'title',
  'description',
  'start_date',
  'end_date',
  'timezone',
  'location',
  'country',
  'program',
  'tags',
  'latitude',
  'longitude',
  'coordinates_source',
  'status',
  'max_participants',
  'registered_count',
  'seats_left',
  'waitlist_count',
  'series',
  'created_by',
  'external_source',
  'external_id',
  'created_at',
  'updated_at',
  'url',
]
