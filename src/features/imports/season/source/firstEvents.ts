import { z } from 'zod'

import { ianaZone } from '../../source/zones.ts'
import { isLocalTime } from '../../source/localTime.ts'
import {
  coordinatesOf,
  eventCode,
  type ListedEvent,
  optional,
  required,
  title,
} from './listedEvent.ts'

const wallTime = z
  .string('is missing')
  .trim()
  .refine(isLocalTime, 'is not a local time such as 2018-04-04T09:00:00')

/** A zone name of Windows or of IANA. The parsed value is the name of the IANA zone. */
const zone = required.transform((name, context) => {
  const found = ianaZone(name)
  if (found) return found
  const who = name.includes('/') ? 'IANA' : 'Windows'
  context.addIssue({ code: 'custom', message: `"${name}" is not a time zone that ${who} knows` })
  return z.NEVER
})

const linkOf = ({ link, provider, channel }: Record<'link' | 'provider' | 'channel', string>) =>
  link || [provider, channel].filter(Boolean).join(': ')

/** Since version 3.3 FIRST writes an object for each webcast. Before, it wrote the address. */
const webcast = z.union(
  [optional, z.object({ link: optional, provider: optional, channel: optional }).transform(linkOf)],
  'is not a text or an object with a link',
)

const webcasts = z
  .array(webcast, 'is not a list')
  .nullish()
  .transform((all) => [...new Set(all?.filter(Boolean))])

const details = z.object(
  {
    code: eventCode,
    name: title,
    type: required,
    // Lists of the FIRST Tech Challenge have a number as the type, and its name here.
    typeName: optional,
    districtCode: optional,
    venue: optional,
    address: optional,
    city: optional,
    stateprov: optional,
    country: optional,
    website: optional,
    liveStreamUrl: optional,
    webcasts,
    timezone: zone,
    dateStart: wallTime,
    dateEnd: wallTime,
    coordinates: z.unknown().optional(),
  },
  'it is not an object',
)

/** One event of FIRST's event list, trimmed, without the fields that the platform does not use. */
export const firstEvent = details.transform(
  ({ coordinates, liveStreamUrl, typeName, ...event }): ListedEvent => ({
    ...event,
    type: typeName || event.type,
    webcasts: event.webcasts.length > 0 ? event.webcasts : [liveStreamUrl].filter(Boolean),
    coordinates: coordinatesOf(coordinates),
  }),
)
