import { z } from 'zod'

import { ianaZone } from '../../source/zones.ts'
import { isLocalTime } from './localTime.ts'
import { line, lineUpTo } from './text.ts'

const required = line('is missing').refine((text) => text !== '', 'is empty')

/** FIRST writes an unknown text as missing, empty, null or "TBD". Here it is always ''. */
const optional = line('is not a text')
  .nullish()
  .transform((text) => (text && !/^tbd$/i.test(text) ? text : ''))

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

/** The case of a code says nothing: `abca` and `ABCA` are one event. */
const eventCode = required
  .refine((code) => code.length <= 50, 'is longer than 50 characters')
  .refine(
    (code) => /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(code),
    'has characters other than letters, digits and dashes',
  )
  .transform((code) => code.toUpperCase())

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
    name: required.pipe(lineUpTo(200)),
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
  },
  'it is not an object',
)

/** One event of FIRST's event list, trimmed, without the fields that the platform does not use. */
export const sourceEvent = details.transform(({ liveStreamUrl, typeName, ...event }) => ({
  ...event,
  type: typeName || event.type,
  webcasts: event.webcasts.length > 0 ? event.webcasts : [liveStreamUrl].filter(Boolean),
}))

export type SourceEvent = z.output<typeof sourceEvent>
