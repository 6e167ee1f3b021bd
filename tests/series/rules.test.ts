import { describe, expect, it } from '@jest/globals'

import {
  endBefore,
  moveSeries,
  ruleForCalendars,
  startAt,
} from '../../src/features/series/changeRule.ts'
import { toInstant, toLocal } from '../../src/features/series/localTime.ts'
import { maxOccurrences, planOccurrences } from '../../src/features/series/planOccurrences.ts'
import { RuleError } from '../../src/features/series/recurrenceRule.ts'
import { ruleInWords } from '../../src/features/series/ruleText.ts'

const now = new Date('2031-01-01T00:00:00Z')

const series = (rrule: string, firstStart = '2031-05-03T18:00:00', timezone = 'Europe/Berlin') => ({
  rrule,
  exdates: [] as string[],
  firstStart,
  timezone,
})

const days = (rrule: string, firstStart?: string) =>
  planOccurrences(series(rrule, firstStart), now).map((slot) => slot.slice(5, 10))

describe('a series keeps its local time', () => {
  // In each zone a week-long walk over both changes of the clocks; `null` is a zone without changes.
  it.each([
    ['Europe/Berlin', '2031-02-01T18:00:00', 2],
    ['America/New_York', '2031-02-01T09:30:00', 2],
    ['Australia/Lord_Howe', '2031-02-01T10:00:00', 2],
    ['Australia/Adelaide', '2031-02-01T18:45:00', 2],
    ['America/Santiago', '2031-02-01T20:00:00', 2],
    ['Pacific/Auckland', '2031-02-01T08:00:00', 2],
    ['Asia/Kolkata', '2031-02-01T18:00:00', 1],
  ])('in %s', (timezone, firstStart, offsets) => {
    const slots = planOccurrences(series('FREQ=WEEKLY;COUNT=52', firstStart, timezone), now)
    const instants = slots.map((slot) => toInstant(slot, timezone))

    expect(new Set(slots.map((slot) => slot.slice(11)))).toEqual(new Set([firstStart.slice(11)]))
    expect(instants.map((instant) => toLocal(instant, timezone))).toEqual(slots)
    const utc = new Set(instants.map((instant) => instant.slice(11)))
    expect(utc.size).toBe(offsets)
    expect(slots).toHaveLength(52)
  })

  it('leaves out a time that the clocks skip, and does not count it', () => {
    const start = '2031-03-23T02:30:00'
    expect(planOccurrences(series('FREQ=WEEKLY;COUNT=3', start), now)).toEqual([
      start,
      '2031-04-06T02:30:00',
      '2031-04-13T02:30:00',
    ])
  })

  it('takes the first of a time that comes twice', () => {
    const [, twice] = planOccurrences(series('FREQ=WEEKLY;COUNT=2', '2031-10-19T02:30:00'), now)
    expect(toInstant(twice!, 'Europe/Berlin')).toBe('2031-10-26T00:30:00.000Z')
  })
})

describe('the days of a rule', () => {
  it.each([
    ['FREQ=WEEKLY;COUNT=3', '05-03 05-10 05-17'],
    ['RRULE:freq=weekly;count=3', '05-03 05-10 05-17'],
    ['FREQ=WEEKLY;INTERVAL=2;COUNT=3', '05-03 05-17 05-31'],
    ['FREQ=WEEKLY;BYDAY=SA,SU;COUNT=4', '05-03 05-04 05-10 05-11'],
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=SA,SU;WKST=SU;COUNT=4', '05-03 05-11 05-17 05-25'],
    ['FREQ=MONTHLY;BYDAY=1SA;COUNT=3', '05-03 06-07 07-05'],
    ['FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=3', '05-03 05-30 06-30'],
    ['FREQ=DAILY;UNTIL=20310505', '05-03 05-04 05-05'],
    ['FREQ=DAILY;UNTIL=20310505T175959', '05-03 05-04'],
    ['FREQ=DAILY;UNTIL=20310505T160000Z', '05-03 05-04 05-05'],
    // The event's own day counts as the first, also when the rule does not have it.
    ['FREQ=WEEKLY;BYDAY=MO;COUNT=3', '05-03 05-05 05-12'],
    ['FREQ=WEEKLY;COUNT=1', '05-03'],
  ])('%s', (rrule, expected) => {
    expect(days(rrule).join(' ')).toBe(expected)
  })

  it('skips months without the day', () => {
    expect(days('FREQ=MONTHLY;COUNT=3', '2031-05-31T18:00:00')).toEqual(['05-31', '07-31', '08-31'])
  })

  it('makes an endless series a year ahead, and no more than its events', () => {
    expect(days('FREQ=WEEKLY')).toHaveLength(53)
    // The year after 3 May 2031 has 29 February.
    expect(days('FREQ=DAILY')).toHaveLength(367)
    expect(days(`FREQ=DAILY;COUNT=${maxOccurrences}`)).toHaveLength(maxOccurrences)
    expect(days('FREQ=YEARLY;INTERVAL=3')).toHaveLength(1)
  })

  it('leaves out the excluded days, which count', () => {
    const rule = { ...series('FREQ=WEEKLY;COUNT=3'), exdates: ['2031-05-10', '2031-05-12'] }
    expect(planOccurrences(rule, now)).toEqual(['2031-05-03T18:00:00', '2031-05-17T18:00:00'])
  })
})

describe('a rule is refused', () => {
  const refused: [string, string][] = [
    ['', 'FREQ=WEEKLY;COUNT=10'],
    ['every week', 'FREQ=WEEKLY;COUNT=10'],
    ['COUNT=3', 'needs FREQ'],
    ['FREQ=HOURLY', 'FREQ must'],
    ['FREQ=SECONDLY;COUNT=3', 'FREQ must'],
    ['FREQ=FORTNIGHTLY', 'FREQ must'],
    ['FREQ=WEEKLY;FREQ=DAILY', 'once'],
    ['FREQ=WEEKLY;BYEASTER=1', 'BYEASTER is not known'],
    ['FREQ=WEEKLY;X-NAME=1', 'semicolon'],
    ['RSCALE=CHINESE;FREQ=YEARLY', 'RSCALE is not known'],
    ['FREQ=WEEKLY;BYHOUR=9', 'at what time'],
    ['FREQ=WEEKLY;COUNT=0', 'COUNT must'],
    ['FREQ=WEEKLY;COUNT=-1', 'COUNT must'],
    ['FREQ=WEEKLY;COUNT=1e3', 'COUNT must'],
    ['FREQ=WEEKLY;COUNT=2.5', 'semicolon'],
    ['FREQ=WEEKLY;COUNT=3;UNTIL=20310601', 'not both'],
    ['FREQ=WEEKLY;INTERVAL=0', 'INTERVAL must'],
    ['FREQ=WEEKLY;INTERVAL=1000000000', 'INTERVAL must'],
    ['FREQ=WEEKLY;BYDAY=XX', 'BYDAY must'],
    ['FREQ=WEEKLY;BYDAY=2SA', 'numbers'],
    ['FREQ=MONTHLY;BYDAY=99SA', 'BYDAY must'],
    ['FREQ=MONTHLY;BYMONTHDAY=0', 'cannot be 0'],
    ['FREQ=MONTHLY;BYMONTHDAY=32', 'BYMONTHDAY must'],
    ['FREQ=WEEKLY;BYMONTHDAY=3', 'BYMONTHDAY'],
    ['FREQ=DAILY;BYWEEKNO=3', 'BYWEEKNO'],
    ['FREQ=MONTHLY;BYYEARDAY=3', 'BYYEARDAY'],
    ['FREQ=MONTHLY;BYSETPOS=1', 'BYSETPOS'],
    ['FREQ=WEEKLY;WKST=XX', 'WKST must'],
    ['FREQ=WEEKLY;UNTIL=tomorrow', 'UNTIL must'],
    ['FREQ=WEEKLY;UNTIL=20310231', 'UNTIL must'],
    ['FREQ=WEEKLY;UNTIL=20310501', 'before the event'],
    ['FREQ=WEEKLY;UNTIL=99991231', 'at most'],
    ['FREQ=DAILY;COUNT=1000000', 'at most'],
    ['FREQ=DAILY;COUNT=100000000', 'COUNT must'],
    ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30', 'no second day'],
    ['FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30', 'no second day'],
    ['FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYSETPOS=366;BYMONTH=1', 'no second day'],
    ['FREQ=MONTHLY;BYDAY=SA;BYSETPOS=31', 'no second day'],
    ['FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6', 'no second day'],
    ['FREQ=YEARLY;INTERVAL=1000', 'no second day'],
    ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=5', 'at most'],
    [`FREQ=YEARLY;BYYEARDAY=${'1,'.repeat(300)}1`, '500 characters'],
  ]

  it.each(refused)('%s', (rrule, sentence) => {
    expect(() => days(rrule)).toThrow(RuleError)
    expect(() => days(rrule)).toThrow(sentence)
  })
})

describe('a series is split', () => {
  const weekly = {
    ...series('FREQ=WEEKLY;INTERVAL=2;COUNT=6'),
    exdates: ['2031-05-17', '2031-06-14'],
  }
  const all = planOccurrences(weekly, now)

  it.each([
    'FREQ=WEEKLY;COUNT=10',
    'FREQ=WEEKLY;INTERVAL=2;BYDAY=SA,SU;COUNT=7',
    'FREQ=MONTHLY;BYDAY=1SA,-1FR;COUNT=8',
    'FREQ=DAILY;UNTIL=20310520',
    'FREQ=WEEKLY;UNTIL=20311220T170000Z',
    'FREQ=WEEKLY',
  ])('without a gap or a double day: %s', (rrule) => {
    const whole = series(rrule)
    const slots = planOccurrences(whole, now)
    for (const slot of slots.slice(1, 5)) {
      const before = planOccurrences({ ...whole, rrule: endBefore(whole, slot) }, now)
      const after = planOccurrences(startAt(whole, slot), now)
      expect([...before, ...after].slice(0, slots.length)).toEqual(slots)
    }
  })

  it('with its excluded days', () => {
    const [, middle] = all
    expect(startAt(weekly, middle!)).toMatchObject({
      rrule: 'FREQ=WEEKLY;INTERVAL=2;COUNT=4',
      exdates: ['2031-06-14'],
      firstStart: '2031-05-31T18:00:00',
    })
    expect(endBefore(weekly, middle!)).toBe('FREQ=WEEKLY;INTERVAL=2;UNTIL=20310531T155959Z')
  })
})

describe('a series is moved', () => {
  const hour = 60 * 60 * 1000
  const day = 24 * hour

  it.each([
    ['FREQ=WEEKLY;COUNT=4', 2 * hour],
    ['FREQ=WEEKLY;COUNT=4', day],
    ['FREQ=WEEKLY;BYDAY=SA;COUNT=4', -day],
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=SA,SU;COUNT=7', day],
    ['FREQ=WEEKLY;INTERVAL=2;COUNT=7', 3 * day],
    ['FREQ=DAILY;UNTIL=20310520', -2 * day + hour],
    ['FREQ=WEEKLY;UNTIL=20310531T160000Z', hour],
    ['FREQ=MONTHLY;COUNT=5', 2 * day],
    ['FREQ=MONTHLY;BYMONTHDAY=3,17;COUNT=5', day],
  ])('%s by %i ms', (rrule, ms) => {
    const before = series(rrule)
    const after = moveSeries(before, ms, 'Europe/Berlin')
    const moved = planOccurrences(before, now).map((slot) =>
      new Date(Date.parse(`${slot}Z`) + ms).toISOString().slice(0, 19),
    )
    expect(planOccurrences(after, now)).toEqual(moved)
  })

  it.each(['FREQ=MONTHLY;BYDAY=1SA;COUNT=12', 'FREQ=YEARLY;BYMONTH=5;COUNT=3;BYDAY=1SA'])(
    'not by a day when the days would not all move: %s',
    (rrule) => {
      expect(() => moveSeries(series(rrule), day, 'Europe/Berlin')).toThrow(RuleError)
    },
  )
})

it('gives calendars UNTIL in UTC', () => {
  expect(ruleForCalendars('FREQ=WEEKLY;UNTIL=20310628', 'Europe/Berlin')).toBe(
    'FREQ=WEEKLY;UNTIL=20310628T215959Z',
  )
  expect(ruleForCalendars('FREQ=WEEKLY;COUNT=3', 'Europe/Berlin')).toBe('FREQ=WEEKLY;COUNT=3')
})

describe('a rule in words', () => {
  it.each([
    ['FREQ=WEEKLY;COUNT=10', 'every Saturday, 10 times'],
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=SA;UNTIL=20310628', 'every second Saturday until 28 June 2031'],
    ['FREQ=WEEKLY;BYDAY=MO,WE,FR', 'every Monday, Wednesday and Friday'],
    ['FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', 'every weekday'],
    ['FREQ=WEEKLY;INTERVAL=3', 'every 3 weeks on Saturday'],
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=SA,SU', 'every second week on Saturday and Sunday'],
    ['FREQ=DAILY', 'every day'],
    ['FREQ=DAILY;INTERVAL=3;COUNT=1', 'every 3 days, once'],
    ['FREQ=MONTHLY', 'every month on day 3'],
    ['FREQ=MONTHLY;BYDAY=2SA', 'every month on the second Saturday'],
    ['FREQ=MONTHLY;BYDAY=-1FR', 'every month on the last Friday'],
    ['FREQ=MONTHLY;BYMONTHDAY=1,15', 'every month on day 1 and day 15'],
    ['FREQ=MONTHLY;BYMONTHDAY=-1', 'every month on the last day'],
    ['FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1', 'every month on the last weekday'],
    ['FREQ=YEARLY', 'every year on 3 May'],
    ['FREQ=YEARLY;BYMONTH=5;BYDAY=1SA', 'every year on the first Saturday in May'],
    ['FREQ=DAILY;BYMONTH=7,8', 'every day in July and August'],
  ])('%s', (rrule, words) => {
    expect(ruleInWords(series(rrule))).toBe(words)
  })
})
