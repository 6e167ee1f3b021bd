import { DateTime } from 'luxon'
import { findIana } from 'windows-iana'

/** FIRST writes the time on the wall of the venue, without an offset. */
const format = "yyyy-MM-dd'T'HH:mm:ss"

export const isLocalTime = (text: string): boolean =>
  DateTime.fromFormat(text, format, { zone: 'utc' }).isValid

/** The IANA zone that a Windows zone name stands for, or undefined when there is no such name. */
export const ianaZone = (windowsName: string): string | undefined => findIana(windowsName)[0]

/**
 * The instant at which the clocks of `zone` show that time, some weeks later. The weeks are added
 * on the calendar of the zone: nine in the morning stays nine in the morning across a DST change.
 */
export const localTime = (text: string, zone: string, weeks = 0): DateTime =>
  DateTime.fromFormat(text, format, { zone }).plus({ weeks })

/** The end that a time means: midnight names a day, and that day is still part of the event. */
export const lastMoment = (end: DateTime): DateTime =>
  end.equals(end.startOf('day')) ? end.endOf('day').startOf('second') : end

/** ISO 8601 in UTC with milliseconds, as Payload writes dates. */
export const inUtc = (time: DateTime): string => time.toJSDate().toISOString()
