import { DateTime } from 'luxon'

import { type DemoEvent, type FirstDay, weekdays } from './season/demoEvent.ts'
import { venues } from './venues.ts'

/** The instants of a demo event. */
export interface Dates {
  created: Date
  opens?: Date
  closes?: Date
  starts: Date
  ends: Date
}

export interface TimeSpan {
  from: Date
  until: Date
}

/** Registration for an event without an opening date begins so many days before the start. */
const usualNotice = 45

function firstDay(on: FirstDay, now: DateTime): DateTime {
  if ('daysFromToday' in on) return now.startOf('day').plus({ days: on.daysFromToday })
  return now.startOf('week').plus({ weeks: on.weeks, days: weekdays.indexOf(on.weekday) })
}

/** That day at `HH:mm` of the venue's clock, correct on the days on which the clock changes too. */
function at(day: DateTime, time: string): DateTime {
  const [hour, minute] = time.split(':').map(Number)
  return day.set({ hour, minute })
}

/**
 * The instants of a demo event, relative to `now`. The event has the same wall-clock times at its
 * venue all year, whatever the time zone of the server.
 */
export function datesOf(event: DemoEvent, now: Date): Dates {
  const there = DateTime.fromJSDate(now, { zone: venues[event.venue].timezone })
  const first = firstDay(event.on, there)
  const before = (days: number, time: string) => at(first.minus({ days }), time)
  const opens = event.opens === undefined ? undefined : before(event.opens, '12:00')
  const announced = (opens ?? before(usualNotice, '12:00')).minus({ days: 3, hours: 2 })
  return {
    created: DateTime.min(announced, there.minus({ days: 2 })).toJSDate(),
    opens: opens?.toJSDate(),
    closes: event.closes === undefined ? undefined : before(event.closes, '20:00').toJSDate(),
    starts: at(first, event.from).toJSDate(),
    ends: at(first.plus({ days: (event.days ?? 1) - 1 }), event.until).toJSDate(),
  }
}

/** The time in which people register for the event; undefined when it has not begun. */
export function registrationWindow(
  { created, opens, closes, starts }: Dates,
  now: Date,
): TimeSpan | undefined {
  const from = opens ?? created
  const until = new Date(Math.min(now.getTime(), starts.getTime(), (closes ?? starts).getTime()))
  return from < until ? { from, until } : undefined
}
