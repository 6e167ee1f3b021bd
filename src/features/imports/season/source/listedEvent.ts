import { z } from 'zod'

import { line, lineUpTo } from '../../source/text.ts'

/** An event as the lists of FIRST and of The Blue Alliance have it, in one shape. */
export interface ListedEvent {
  /** In capitals: the case of a code says nothing. */
  code: string
  name: string
  /** What kind of event it is, in words of the source. */
  type: string
  districtCode: string
  venue: string
  address: string
  city: string
  stateprov: string
  country: string
  website: string
  webcasts: string[]
  /** The name of the IANA zone. */
  timezone: string
  /** Wall-clock times of the venue, without an offset. */
  dateStart: string
  dateEnd: string
  coordinates?: { latitude: number; longitude: number } | undefined
}

export const required = line('is missing').refine((text) => text !== '', 'is empty')

/** Sources write an unknown text as missing, empty, null or "TBD". Here it is always ''. */
export const optional = line('is not a text')
  .nullish()
  .transform((text) => (text && !/^tbd$/i.test(text) ? text : ''))

export const title = required.pipe(lineUpTo(200))

/** The case of a code says nothing: `abca` and `ABCA` are one event. */
export const eventCode = required
  .refine((code) => code.length <= 50, 'is longer than 50 characters')
  .refine(
    (code) => /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(code),
    'has characters other than letters, digits and dashes',
  )
  .transform((code) => code.toUpperCase())

const degrees = z.coerce.number()

const pair = (latitude: unknown, longitude: unknown) => {
  if (latitude === null || latitude === undefined || longitude === null || longitude === undefined)
    return undefined
  const [north, east] = [degrees.safeParse(latitude).data, degrees.safeParse(longitude).data]
  if (north === undefined || east === undefined) return undefined
  // Programs write zeros when they do not know the place.
  if (north === 0 && east === 0) return undefined
  if (Math.abs(north) > 90 || Math.abs(east) > 180) return undefined
  return { latitude: north, longitude: east }
}

/**
 * Coordinates in degrees, as programs write them: names of two fields, a point of GeoJSON, or nothing.
 * Undefined when they are no place on the earth.
 */
export function coordinatesOf(value: unknown) {
  if (value === null || typeof value !== 'object') return undefined
  const found = value as Record<string, unknown>
  const point = found.coordinates
  if (Array.isArray(point)) return pair(point[1], point[0])
  return pair(found.lat ?? found.latitude, found.lng ?? found.lon ?? found.longitude)
}
