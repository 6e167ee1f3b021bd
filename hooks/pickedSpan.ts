import { DateTime } from 'luxon'
import type { PayloadRequest } from 'payload'

import { browserZoneCookie } from '../src/shared/browserZoneCookie.ts'
import { isTimeZone } from '../src/shared/timeZone.ts'

/** From the first instant, included, to the second one, excluded. */
export type Span = [from: Date, until: Date]

const cookie = new RegExp(`(?:^|;\\s*)${browserZoneCookie.name}=([^;]{1,100})`)

/** The time zone of the browser that shows a page of the panel; undefined for every other request. */
function browserZone({ headers, payloadAPI }: PayloadRequest): string | undefined {
  if (payloadAPI === 'REST' || payloadAPI === 'GraphQL') return undefined
  const zone = cookie.exec(headers.get('cookie') ?? '')?.[1]?.replaceAll('%2F', '/')
  return zone && isTimeZone(zone) ? zone : undefined
}

/**
 * What somebody means who picks a time in a filter of the panel: the picker has no seconds, and a day without
 * a time is its midnight in the zone of the browser. So a midnight is the whole day, and another time the whole
 * minute. Undefined for every other request, and for times that the picker does not have.
 */
export function pickedSpan(value: unknown, req: PayloadRequest): Span | undefined {
  const zone = browserZone(req)
  if (!zone || !(typeof value === 'string' || value instanceof Date)) return undefined
  const from = DateTime.fromJSDate(new Date(value), { zone })
  if (!from.isValid || from.second !== 0 || from.millisecond !== 0) return undefined
  const isDay = from.hour === 0 && from.minute === 0
  return [from.toJSDate(), from.plus(isDay ? { days: 1 } : { minutes: 1 }).toJSDate()]
}
