import type { Event as SchemaEvent, WithContext } from 'schema-dts'

import { boundedLines } from '../../../shared/boundedText.ts'
import { brand } from '../../../shared/brand.ts'
import { serializeCover } from '../../media/public.ts'
import { seatStateOf } from '../seats.ts'
import { offsetText } from '../times.ts'
import type { ShownEvent } from './findEvent.ts'

/** Characters of the description: search engines show a few hundred. */
const maxDescription = 1000

/** An instant with the offset of the venue, as search engines want it: 2031-05-03T18:00:00+02:00. */
function localInstant(instant: string, timezone: string): string {
  const [, sign = '+', hours = '0', minutes = '00'] =
    /^UTC([+-])(\d+)(?::(\d+))?$/.exec(offsetText(instant, timezone)) ?? []
  const offset = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1)
  const local = new Date(new Date(instant).getTime() + offset * 60_000).toISOString().slice(0, 19)
  return `${local}${sign}${hours.padStart(2, '0')}:${minutes}`
}

const placeOf = ({ country, latitude, location, longitude }: ShownEvent) => ({
  '@type': 'Place' as const,
  name: location,
  address: {
    '@type': 'PostalAddress' as const,
    streetAddress: location,
    ...(country ? { addressCountry: country } : {}),
  },
  ...(latitude === null || longitude === null
    ? {}
    : { geo: { '@type': 'GeoCoordinates' as const, latitude, longitude } }),
})

/** The places of an event, as something that search engines can show. It has no price: the platform knows none. */
const offerOf = (event: ShownEvent, url: string, now: Date) => ({
  '@type': 'Offer' as const,
  url,
  availability:
    seatStateOf(event, now) === 'free'
      ? ('https://schema.org/InStock' as const)
      : ('https://schema.org/SoldOut' as const),
  validFrom: event.registrationOpensAt ?? event.createdAt,
})

/** The event for search engines (schema.org/Event). */
export function structuredData(
  event: ShownEvent,
  { image, now, origin, url }: { image: string; now: Date; origin: string; url: string },
): WithContext<SchemaEvent> {
  const { cover, endDate, maxParticipants, seatsLeft, startDate, status, timezone, title } = event
  const pictures = cover ? [new URL(serializeCover(cover).url, origin).href] : []
  return {
    '@context': 'https://schema.org',
    '@type': 'Event',
    name: title,
    description: boundedLines(event.description, maxDescription),
    url,
    image: [...pictures, image],
    startDate: localInstant(startDate, timezone),
    endDate: localInstant(endDate, timezone),
    eventStatus:
      status === 'cancelled'
        ? 'https://schema.org/EventCancelled'
        : 'https://schema.org/EventScheduled',
    eventAttendanceMode: 'https://schema.org/OfflineEventAttendanceMode',
    location: placeOf(event),
    organizer: { '@type': 'Organization', name: brand, url: origin },
    maximumAttendeeCapacity: maxParticipants,
    remainingAttendeeCapacity: Math.max(0, seatsLeft),
    ...(status === 'cancelled' ? {} : { offers: offerOf(event, url, now) }),
  }
}

/** JSON for a script element: nothing in it can end the element. */
export const jsonForScript = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
