import { DateTime } from 'luxon'
import { findIana } from 'windows-iana'

import { timeZoneName } from '../../../../shared/timeZoneName.ts'

/** FIRST writes the wall-clock time of the venue, without an offset. */
const format = "yyyy-MM-dd'T'HH:mm:ss"

export const isLocalTime = (text: string): boolean =>
  DateTime.fromFormat(text, format, { zone: 'utc' }).isValid

/**
 * The IANA zone of a zone name. Lists of the FIRST Robotics Competition have the names of Windows, those
 * of the FIRST Tech Challenge have IANA's. Undefined when neither has the name.
 */
export const ianaZone = (name: string): string | undefined =>
  findIana(name)[0] ?? timeZoneName(name)

/**
 * The instant of a wall-clock time in `zone`, moved by whole weeks. The weeks are added on the
 * calendar of the zone: 9:00 stays 9:00 across a change of summer time.
 */
export const localTime = (text: string, zone: string, weeks = 0): DateTime =>
  DateTime.fromFormat(text, format, { zone }).plus({ weeks })

/** The real end of an event: midnight stands for the whole day, which is part of the event. */
export const lastMoment = (end: DateTime): DateTime =>
  end.equals(end.startOf('day')) ? end.endOf('day').startOf('second') : end

/** ISO 8601 in UTC with milliseconds, as Payload writes dates. */
export const inUtc = (time: DateTime): string => time.toJSDate().toISOString()
