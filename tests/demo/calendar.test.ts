import { describe, expect, it } from '@jest/globals'
import { DateTime } from 'luxon'

import { type Dates, datesOf, registrationWindow } from '../../src/features/demo/calendar.ts'
import type { DemoEvent } from '../../src/features/demo/season/demoEvent.ts'
import { season } from '../../src/features/demo/season/season.ts'
import { scheduleProblems } from '../../src/features/events/rules.ts'
import { venues } from '../../src/features/demo/venues.ts'

/** Every 53 hours of a year: all weekdays, all hours, both sides of each change of the clocks. */
const startTimes = Array.from({ length: 165 }, (_, index) =>
  DateTime.utc(2026, 12, 28)
    .plus({ hours: index * 53 })
    .toJSDate(),
)

const starts = season.flatMap((event) =>
  startTimes.map((now) => ({ event, now, dates: datesOf(event, now) })),
)

/** The events that break the rule on any of those days. */
const breaking = (rule: (event: DemoEvent, now: Date, dates: Dates) => boolean) => [
  ...new Set(
    starts
      .filter(({ event, now, dates }) => !rule(event, now, dates))
      .map(({ event }) => event.title),
  ),
]

const weeksOf = ({ on }: DemoEvent) => ('weeks' in on ? on.weeks : 0)

describe('the season, whenever the demo is started', () => {
  it('has over what is over, running what runs, and ahead what is ahead', () => {
    const broken = breaking((event, now, { starts, ends }) => {
      if (weeksOf(event) < 0) return ends < now
      return weeksOf(event) > 0 ? starts > now : starts < now && now < ends
    })
    expect(broken).toEqual([])
  })

  it('starts and ends at the written time by the clock of the venue', () => {
    const broken = breaking((event, _now, { starts, ends }) => {
      const [from, until] = [starts, ends].map((date) =>
        DateTime.fromJSDate(date, { zone: venues[event.venue].timezone }).toFormat('HH:mm'),
      )
      return from === event.from && until === event.until
    })
    expect(broken).toEqual([])
  })

  it('has no dates that contradict each other, nor any that lie before the announcement', () => {
    const broken = breaking((_event, now, { created, opens, closes, starts, ends }) => {
      const schedule = {
        startDate: starts,
        endDate: ends,
        registrationOpensAt: opens,
        registrationClosesAt: closes,
      }
      return scheduleProblems(schedule).length === 0 && created < now && created < (opens ?? starts)
    })
    expect(broken).toEqual([])
  })

  it('has time to register wherever somebody is to have registered, and nowhere else', () => {
    const broken = breaking((event, now, dates) => {
      const window = registrationWindow(dates, now)
      return event.taken === undefined ? !window || event.draft === true : window !== undefined
    })
    expect(broken).toEqual([])
  })
})
