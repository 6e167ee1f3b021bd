import { DateTime } from 'luxon'

/** FIRST writes the wall-clock time of the venue, without an offset. */
const format = "yyyy-MM-dd'T'HH:mm:ss"

export const isLocalTime = (text: string): boolean =>
  DateTime.fromFormat(text, format, { zone: 'utc' }).isValid

/**
 * The instant of a wall-clock time in `zone`, moved by whole weeks. The weeks are added on the
 * calendar of the zone: 9:00 stays 9:00 across a change of summer time.
 */
export const localTime = (text: string, zone: string, weeks = 0): DateTime =>
  DateTime.fromFormat(text, format, { zone }).plus({ weeks })

/** The real end of an event: midnight stands for the whole day, which is part of the event. */
export const lastMoment = (end: DateTime): DateTime =>
  end.equals(end.startOf('day')) ? end.endOf('day').startOf('second') : end
