import { type SQL, sql } from '@payloadcms/db-postgres/drizzle'

/** A place on the earth, in degrees (WGS 84). */
export interface Place {
  latitude: number
  longitude: number
}

/** The mean radius of the earth, in kilometres. */
const radius = 6371.0088

/** Kilometres between two parallels of latitude that are a degree apart. */
const kilometresOfDegree = (Math.PI * radius) / 180

const latitude = sql`events.coordinates_latitude::float8`
const longitude = sql`events.coordinates_longitude::float8`

/** The distance of an event from a place along the surface, in kilometres (haversine formula). */
export const kilometresTo = (place: Place): SQL =>
  sql`(2 * ${radius}::float8 * asin(least(1, sqrt(
    power(sind((${latitude} - ${place.latitude}::float8) / 2), 2)
    + cosd(${latitude}) * cosd(${place.latitude}::float8)
      * power(sind((${longitude} - ${place.longitude}::float8) / 2), 2)))))`

/**
 * The condition of the events with coordinates, and at most so many kilometres away. Events in the range of
 * latitudes are read from an index; the range holds for every longitude, at the date line and the poles too.
 */
export function isNear(place: Place, withinKm: number | undefined): SQL {
  const hasPlace = sql`events.coordinates_latitude IS NOT NULL AND events.coordinates_longitude IS NOT NULL`
  if (withinKm === undefined) return hasPlace
  const degrees = withinKm / kilometresOfDegree
  return sql`${hasPlace}
    AND events.coordinates_latitude BETWEEN ${place.latitude - degrees}::numeric
      AND ${place.latitude + degrees}::numeric
    AND ${kilometresTo(place)} <= ${withinKm}::float8`
}
