import { z } from 'zod'

import { ianaZone, isLocalTime } from './localTime.ts'

const missing = { error: 'is missing' }
const required = z.string(missing).trim().min(1, 'is empty')

/** FIRST writes an unknown text as missing, empty, null or "TBD". Here it is always ''. */
const optional = z
  .string('is not a text')
  .trim()
  .nullish()
  .transform((text) => (text && !/^tbd$/i.test(text) ? text : ''))

const wallTime = z
  .string(missing)
  .trim()
  .refine(isLocalTime, 'is not a local time such as 2018-04-04T09:00:00')

/** A Windows zone name. The parsed value is the name of the IANA zone. */
const windowsZone = z
  .string(missing)
  .trim()
  .transform((name, context) => {
    const zone = ianaZone(name)
    if (zone) return zone
    context.addIssue({ code: 'custom', message: `"${name}" is not a time zone that Windows knows` })
    return z.NEVER
  })

/** One event of FIRST's event list, trimmed, without the fields that the platform does not use. */
export const sourceEvent = z.object(
  {
    code: required.regex(/^[A-Za-z0-9]{1,50}$/, 'has characters other than letters and digits'),
    name: required.max(200, 'is longer than 200 characters'),
    type: required,
    districtCode: optional,
    venue: optional,
    address: optional,
    city: optional,
    stateprov: optional,
    country: optional,
    website: optional,
    webcasts: z
      .array(z.string('is not a text').trim(), 'is not a list')
      .nullish()
      .transform((webcasts) => webcasts?.filter(Boolean) ?? []),
    timezone: windowsZone,
    dateStart: wallTime,
    dateEnd: wallTime,
  },
  'it is not an object',
)

export type SourceEvent = z.output<typeof sourceEvent>
