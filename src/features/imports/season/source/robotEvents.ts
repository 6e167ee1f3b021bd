import { DateTime } from 'luxon'
import { z } from 'zod'

import { countryCodeOf } from '../../../../shared/countries.ts'
import { boundedLine } from '../../../../shared/boundedText.ts'
import { type BadRow, reasonOf } from '../../source/badRow.ts'
import { lastMoment } from '../../source/localTime.ts'
import { inUtc, zoneAt } from '../../source/zones.ts'
import { locationOf } from './describe.ts'
import { coordinatesOf, eventCode, optional, required, title } from './listedEvent.ts'
import { placeOf, type ParsedEvents, type SeasonEvent, writtenCode } from './parseEvents.ts'

/** A time with the offset of the venue: `2031-01-11T00:00:00-05:00`. */
const instant = required.transform((text, context) => {
  const time = DateTime.fromISO(text, { setZone: true })
  if (time.isValid) return time
  context.addIssue({ code: 'custom', message: 'is not a time such as 2031-01-11T08:00:00-05:00' })
  return z.NEVER
})

const named = z.object({ name: optional, code: optional }, 'is not an object')

const robotEvent = z.object(
  {
    sku: eventCode,
    name: title,
    start: instant,
    end: instant,
    program: named.extend({ code: required }),
    season: named.nullish(),
    location: z
      .object(
        {
          venue: optional,
          address_1: optional,
          address_2: optional,
          city: optional,
          region: optional,
          postcode: optional,
          country: optional,
          coordinates: z.unknown().optional(),
        },
        'is not an object',
      )
      .nullish(),
    level: optional,
    event_type: optional,
  },
  'it is not an object',
)

type RobotEvent = z.output<typeof robotEvent>
type Location = Partial<NonNullable<RobotEvent['location']>>

const placeText = ({ venue = '', city = '', region = '', country = '' }: Location) =>
  locationOf({ venue, city, stateprov: region, country }) || 'To be announced'

function describe({ event_type, level, location, program, season }: RobotEvent): string {
  const kind = [level === 'Other' ? '' : level.toLowerCase(), event_type.replaceAll('_', ' ')]
  const { address_1 = '', address_2 = '', postcode = '' } = location ?? {}
  const address = [address_1, address_2, postcode].filter(Boolean).join(', ')
  const first = [program.name || program.code, kind.filter(Boolean).join(' ')].filter(Boolean)
  return [
    `${first.join(', ')}.`,
    season?.name && `Season: ${season.name}`,
    address && `Address: ${address}`,
  ]
    .filter(Boolean)
    .join('\n')
}

function eventOf(event: RobotEvent, place: string): SeasonEvent {
  const { end, level, location, program, sku, start } = event
  const country = countryCodeOf(location?.country ?? '')
  const timezone = zoneAt(location?.country ?? '', start.toMillis(), start.offset)
  const coordinates = coordinatesOf(location?.coordinates)
  return {
    code: sku,
    place,
    details: {
      externalSource: 'robotevents',
      externalId: sku,
      title: event.name,
      description: describe(event),
      location: boundedLine(placeText(location ?? {}), 255),
      timezone,
      startDate: inUtc(start),
      endDate: inUtc(lastMoment(end.setZone(timezone))),
      program: program.code.toUpperCase().slice(0, 20),
      ...(country ? { country } : {}),
      ...(coordinates ? { coordinates } : {}),
    },
    first: {
      tags: [level.toLowerCase(), event.event_type].filter((tag) => !/^(other)?$/.test(tag)),
    },
  }
}

/** The events of a list of RobotEvents (API v2), of any programs and seasons: their numbers are unique. */
export function parseRobotEvents(list: unknown[]): ParsedEvents {
  const rows = new Map<string, SeasonEvent>()
  const bad: BadRow[] = []
  for (const [index, row] of list.entries()) {
    const place = placeOf(row, index, 'sku')
    const { data, error } = robotEvent.safeParse(row)
    const first = data && rows.get(data.sku)
    if (error) bad.push({ file: 'events', place, reason: reasonOf(error) })
    else if (first) {
      bad.push({ file: 'events', place, reason: `its sku is already that of ${first.place}` })
    } else if (lastMoment(data.end) <= data.start) {
      bad.push({ file: 'events', place, reason: 'end is not after start' })
    } else rows.set(data.sku, eventOf(data, place))
  }
  const codes = list.map((row) => writtenCode(row, 'sku')?.toUpperCase() ?? '')
  return {
    rows: [...rows.values()],
    bad,
    lost: new Set(codes.filter((code) => code !== '' && !rows.has(code))),
    season: undefined,
  }
}
