import { z } from 'zod'

import { isOnCalendar } from '../../../../shared/isoDate.ts'
import { ianaZone, onlyZoneOf } from '../../source/zones.ts'
import {
  coordinatesOf,
  eventCode,
  type ListedEvent,
  optional,
  required,
  title,
} from './listedEvent.ts'

const day = required.refine(
  (text) => /^\d{4}-\d{2}-\d{2}$/.test(text) && isOnCalendar(text),
  'is not a day such as 2031-03-06',
)

const webcast = z
  .object({ type: optional, channel: optional }, 'is not an object')
  .transform(({ channel, type }) => {
    if (type === 'twitch') return `https://www.twitch.tv/${channel}`
    if (type === 'youtube') return `https://www.youtube.com/watch?v=${channel}`
    return /^https?:/.test(channel) ? channel : [type, channel].filter(Boolean).join(': ')
  })

const district = z.object({ abbreviation: optional }, 'is not an object').nullish()

const details = z.object(
  {
    event_code: eventCode,
    // FIRST's own code, where it is another one: with it the event is the same as in FIRST's list.
    first_event_code: optional.pipe(z.union([z.literal(''), eventCode])),
    name: title,
    event_type_string: optional,
    district,
    location_name: optional,
    address: optional,
    city: optional,
    state_prov: optional,
    country: optional,
    website: optional,
    webcasts: z.array(webcast, 'is not a list').nullish(),
    timezone: optional,
    start_date: day,
    end_date: day,
    lat: z.unknown().optional(),
    lng: z.unknown().optional(),
  },
  'it is not an object',
)

/**
 * One event of a list of The Blue Alliance (API v3), in the shape of FIRST's. It has days without times, and may
 * have no time zone: then it is the only one of its country.
 *
 * @param zone for events without one
 */
export const tbaEvent = (zone?: string) =>
  details.transform((event, context): ListedEvent => {
    const named = event.timezone === '' ? undefined : ianaZone(event.timezone)
    if (event.timezone !== '' && named === undefined) {
      const message = `"${event.timezone}" is not a time zone that IANA knows`
      context.addIssue({ code: 'custom', path: ['timezone'], message })
      return z.NEVER
    }
    const timezone = named ?? zone ?? onlyZoneOf(event.country)
    if (timezone === undefined) {
      const message = 'is missing: name the one of these events with --zone'
      context.addIssue({ code: 'custom', path: ['timezone'], message })
      return z.NEVER
    }
    return {
      code: event.first_event_code || event.event_code,
      name: event.name,
      type: event.event_type_string || 'Event',
      districtCode: event.district?.abbreviation.toUpperCase() ?? '',
      venue: event.location_name,
      address: event.address,
      city: event.city,
      stateprov: event.state_prov,
      country: event.country,
      website: event.website,
      webcasts: [...new Set(event.webcasts?.filter(Boolean))],
      timezone,
      dateStart: `${event.start_date}T00:00:00`,
      dateEnd: `${event.end_date}T00:00:00`,
      coordinates: coordinatesOf(event),
    }
  })
