import type { Event } from '../../payload-types.ts'

export type Coordinates = NonNullable<Event['coordinates']>

/** Where the coordinates of an event come from. Those that were found are found again when the place changes. */
export const coordinateSources = ['typed', 'imported', 'found'] as const

export type CoordinatesSource = (typeof coordinateSources)[number]

type Place = Pick<Event, 'location' | 'country' | 'coordinates'>

export type Decision =
  /** The coordinates stay, or are those of the caller. */
  | { is: 'set'; coordinates: Coordinates }
  /** They are found from the place. */
  | { is: 'lookup' }
  | { is: 'kept' }

const none = (value: number | null | undefined) => value === undefined || value === null

const isSamePlace = (one: Partial<Place>, other: Partial<Place>) =>
  one.location === other.location && (one.country ?? '') === (other.country ?? '')

/**
 * Whether a change of an event sets its coordinates. Those of a person or a source always win, also when the place
 * changes later; without them they are found.
 *
 * @param data the change
 * @param before the event before; undefined for a new one
 * @param source what sets coordinates in this change
 */
export function decideCoordinates(
  data: Partial<Place>,
  before: Partial<Place> | undefined,
  source: CoordinatesSource,
): Decision {
  const { latitude, longitude } = { ...before?.coordinates, ...data.coordinates }
  const stored = before?.coordinates
  const isMoved =
    (latitude ?? null) !== (stored?.latitude ?? null) ||
    (longitude ?? null) !== (stored?.longitude ?? null)
  const isEmpty = none(latitude) && none(longitude)
  if (isMoved && !isEmpty) return { is: 'set', coordinates: { latitude, longitude, source } }
  const isPlaced = before !== undefined && isSamePlace({ ...before, ...data }, before)
  if (isPlaced && !isMoved) return { is: 'kept' }
  return isEmpty || stored?.source === 'found' ? { is: 'lookup' } : { is: 'kept' }
}
