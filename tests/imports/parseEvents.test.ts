import { describe, expect, it } from '@jest/globals'

import { parseEvents } from '../../src/features/imports/season/source/parseEvents.ts'
import { programOf } from '../../src/features/imports/season/source/programs.ts'
import { eventRow } from '../factories/season.ts'

const detailsOf = (details: Record<string, unknown>, season?: number) => {
  const { bad, rows } = parseEvents([eventRow('ABCA', details)], season)
  expect(bad).toEqual([])
  return rows[0]!.details
}

const reasons = (list: unknown[]) =>
  parseEvents(list).bad.map(({ place, reason }) => `${place}: ${reason}`)

describe('the text of an event', () => {
  it('is trimmed, and otherwise kept as it is', () => {
    const { location, title } = detailsOf({
      name: ' The "Big" Bolt & Nut  Regional ',
      venue: 'Thomas & Mack Center ',
    })
    expect(title).toBe('The "Big" Bolt & Nut  Regional')
    expect(location).toBe('Thomas & Mack Center, Ulm, BW, Germany')
  })

  it.each([
    [{ venue: 'TBD' }, 'Ulm, BW, Germany'],
    [{ venue: null, city: '' }, 'BW, Germany'],
    [{ venue: undefined, stateprov: '44' }, 'Ulm, Germany'],
  ])('the location of %j is %s', (details, location) => {
    expect(detailsOf(details).location).toBe(location)
  })

  it('describes what has no field of its own', () => {
    const { description } = detailsOf({
      type: 'DistrictChampionshipWithLevels',
      districtCode: 'PNW',
      website: ' http://www.firstwa.org/ ',
      webcasts: ['https://a.example', 'https://b.example'],
    })
    expect(description.split('\n')).toEqual([
      'FIRST Robotics Competition, district championship with levels (district PNW).',
      'Address: 1 Main Street',
      'Website: http://www.firstwa.org/',
      'Webcast: https://a.example, https://b.example',
    ])
  })

  const stream = { provider: 'Twitch', channel: 'robots', slug: null, isFirstWebcastUnit: true }
  it.each([
    [[{ ...stream, link: 'https://a.example', date: null }], 'https://a.example'],
    [[{ ...stream, link: null }], 'Twitch: robots'],
    [['https://a.example', { link: 'https://b.example' }], 'https://a.example, https://b.example'],
    [['https://a.example', null, '', 'https://a.example'], 'https://a.example'],
  ])('names the webcasts %j', (webcasts, line) => {
    expect(detailsOf({ webcasts }).description).toContain(`\nWebcast: ${line}`)
  })

  it.each([[null], [[]], [[null]], [[{}]], [[{ link: '', provider: null }]]])(
    'has no line for the webcasts %j',
    (webcasts) => {
      expect(detailsOf({ webcasts }).description).not.toContain('Webcast')
    },
  )

  it('is counted in characters, not in halves of them', () => {
    const robots = '🤖'.repeat(200)
    expect(detailsOf({ name: robots }).title).toBe(robots)
    expect(detailsOf({ venue: '🤖'.repeat(230) }).location).toContain('Ulm')
  })

  it('has no marks that nobody sees, as the platform stores it', () => {
    expect(detailsOf({ name: 'Left\u202Eright\tand\nleft' }).title).toBe('Leftright and left')
  })

  it.each([[null], [''], ['  '], [undefined]])('has no line for the website %p', (website) => {
    expect(detailsOf({ website, address: 'tbd' }).description).toBe(
      'FIRST Robotics Competition, regional.',
    )
  })
})

describe('the dates of an event', () => {
  const on = (timezone: string, dateStart: string, dateEnd: string, season?: number) => {
    const details = detailsOf({ timezone, dateStart, dateEnd }, season)
    return [details.timezone, details.startDate, details.endDate]
  }

  it.each([
    ['Eastern Standard Time', 'America/New_York', '2018-03-08T05:00:00.000Z'],
    ['Mountain Standard Time', 'America/Denver', '2018-03-08T07:00:00.000Z'],
    ['Hawaiian Standard Time', 'Pacific/Honolulu', '2018-03-08T10:00:00.000Z'],
    ['Israel Standard Time', 'Asia/Jerusalem', '2018-03-07T22:00:00.000Z'],
    ['Turkey Standard Time', 'Europe/Istanbul', '2018-03-07T21:00:00.000Z'],
    ['China Standard Time', 'Asia/Shanghai', '2018-03-07T16:00:00.000Z'],
    ['E. Australia Standard Time', 'Australia/Brisbane', '2018-03-07T14:00:00.000Z'],
    ['UTC', 'Etc/UTC', '2018-03-08T00:00:00.000Z'],
    ['Australia/Adelaide', 'Australia/Adelaide', '2018-03-07T13:30:00.000Z'],
    ['europe/berlin', 'Europe/Berlin', '2018-03-07T23:00:00.000Z'],
  ])('are read in %s', (windows, iana, start) => {
    const [timezone, startDate] = on(windows, '2018-03-08T00:00:00', '2018-03-09T23:59:59')
    expect([timezone, startDate]).toEqual([iana, start])
  })

  it('take the offset of each day: clocks change in between', () => {
    expect(on('Eastern Standard Time', '2018-03-09T00:00:00', '2018-03-11T23:59:59')).toEqual([
      'America/New_York',
      '2018-03-09T05:00:00.000Z',
      '2018-03-12T03:59:59.000Z',
    ])
  })

  it('skip the hour that no clock shows', () => {
    const [, start] = on('Eastern Standard Time', '2018-03-11T02:30:00', '2018-03-11T23:59:59')
    expect(start).toBe('2018-03-11T07:30:00.000Z')
  })

  it('end with the day that an end at midnight names', () => {
    const [, , end] = on('UTC', '2018-03-08T00:00:00', '2018-03-08T00:00:00')
    expect(end).toBe('2018-03-08T23:59:59.000Z')
  })

  it('move whole weeks into another season, at the same time of the day', () => {
    // 2018 changes its clocks on March 11th, 2027 on the 14th: one shift has both offsets.
    expect(on('Eastern Standard Time', '2018-03-12T09:00:00', '2018-03-14T18:00:00', 2027)).toEqual(
      ['America/New_York', '2027-03-15T13:00:00.000Z', '2027-03-17T22:00:00.000Z'],
    )
    expect(on('Eastern Standard Time', '2018-03-09T09:00:00', '2018-03-11T18:00:00', 2027)).toEqual(
      ['America/New_York', '2027-03-12T14:00:00.000Z', '2027-03-14T22:00:00.000Z'],
    )
  })

  it.each([2019, 2020, 2024, 2026, 2027, 2028, 2032, 2100, 2010])('keep weekdays in %d', (year) => {
    const [, start, end] = on('UTC', '2018-02-28T00:00:00', '2018-03-03T23:59:59', year)
    expect(new Date(start!).getUTCFullYear()).toBe(year)
    expect(new Date(start!).getUTCDay()).toBe(new Date('2018-02-28').getUTCDay())
    expect(Date.parse(end!) - Date.parse(start!)).toBe(4 * 86_400_000 - 1000)
  })

  describe('of the FIRST Tech Challenge', () => {
    const ftc = programOf('ftc')!
    const row = (code: string, dateStart: string) =>
      eventRow(code, {
        type: '2',
        typeName: 'Qualifier',
        liveStreamUrl: 'https://live.example',
        webcasts: null,
        timezone: 'America/Toronto',
        dateStart: `${dateStart}T00:00:00`,
        dateEnd: `${dateStart}T00:00:00`,
      })

    it('make one season from autumn to spring', () => {
      const list = [row('CAON-Q1', '2031-12-06'), row('B', '2032-02-07'), row('C', '2032-07-31')]
      const { bad, rows } = parseEvents(list, undefined, ftc)

      expect(bad).toEqual([])
      expect(rows.map(({ details }) => details.externalId)).toEqual([
        '2031CAON-Q1',
        '2031B',
        '2031C',
      ])
      expect(rows[0]!.details).toMatchObject({
        externalSource: 'ftc',
        endDate: '2031-12-07T04:59:59.000Z',
        description: expect.stringMatching(/^FIRST Tech Challenge, qualifier\.\n/),
      })
      expect(rows[0]!.details.description).toContain('Webcast: https://live.example')
    })

    it('name an event of another season', () => {
      const list = [row('A', '2031-09-01'), row('B', '2032-02-07'), row('C', '2032-08-01')]
      expect(parseEvents(list, undefined, ftc).bad.map(({ reason }) => reason)).toEqual([
        'it starts in the season of 2032, unlike the rest in the season of 2031',
      ])
    })
  })

  it('tell seasons apart in the external id', () => {
    expect(detailsOf({}).externalId).toBe('2018ABCA')
    expect(detailsOf({}, 2027).externalId).toBe('2027ABCA')
    expect(detailsOf({ code: 'abca' }).externalId).toBe('2018ABCA')
  })
})

describe('a bad row', () => {
  it('is named by its position, with everything that is wrong with it', () => {
    const list = [
      eventRow('GOOD'),
      eventRow('BAD1', {
        name: ' ',
        timezone: 'Mars Standard Time',
        dateEnd: '2018-02-30T00:00:00',
      }),
      null,
      eventRow('BAD2', { dateStart: '2018-03-10', timezone: undefined, website: 7 }),
      { ...eventRow('x'), code: undefined },
    ]
    expect(reasons(list)).toEqual([
      'event 2 (BAD1): name is empty; timezone "Mars Standard Time" is not a time zone that ' +
        'Windows knows; dateEnd is not a local time such as 2018-04-04T09:00:00',
      'event 3: it is not an object',
      'event 4 (BAD2): website is not a text; timezone is missing; ' +
        'dateStart is not a local time such as 2018-04-04T09:00:00',
      'event 5: code is missing',
    ])
  })

  it.each([
    ['ends before it starts', { dateEnd: '2018-03-07T23:59:59' }, 'dateEnd is not after dateStart'],
    [
      'is nowhere',
      { venue: 'TBD', city: null, stateprov: '44', country: '' },
      'venue, city and country are all unknown',
    ],
    ['has too long a name', { name: 'x'.repeat(201) }, 'name is longer than 200 characters'],
    [
      'has too long a location',
      { venue: 'x'.repeat(250) },
      'venue, city and country are longer than 255 characters',
    ],
    [
      'has a code with spaces',
      { code: 'A B' },
      'code has characters other than letters, digits and dashes',
    ],
  ])('%s', (_what, details, reason) => {
    expect(parseEvents([eventRow('ABCA', details)]).bad.map((row) => row.reason)).toEqual([reason])
  })

  it('repeats a code, in any case', () => {
    const list = [eventRow('AB'), eventRow('CD'), eventRow(' AB '), eventRow('ab')]
    expect(reasons(list)).toEqual([
      'event 3 (AB): its code is already that of event 1 (AB)',
      'event 4 (ab): its code is already that of event 1 (AB)',
    ])
  })

  it.each([
    ['name', 'A\0B', 'name has a null character (U+0000)'],
    ['venue', 'Hall\0', 'venue has a null character (U+0000)'],
    ['name', 'A\uD800B', 'name has half a character (a lone surrogate)'],
    [
      'city',
      'M\uFFFDnchen',
      'city has a character that was lost (U+FFFD): the text was read in a wrong encoding',
    ],
    ['code', 'A\0', 'code has a null character (U+0000)'],
    ['timezone', 'UTC\0', 'timezone has a null character (U+0000)'],
    ['timezone', 'Europe/Nowhere', 'timezone "Europe/Nowhere" is not a time zone that IANA knows'],
    ['webcasts', [7], 'webcasts 0 is not a text or an object with a link'],
    ['webcasts', 'https://a.example', 'webcasts is not a list'],
  ])('has in %s what cannot be stored', (field, value, reason) => {
    const { bad } = parseEvents([eventRow('ABCA', { [field]: value })])
    expect(bad.map((row) => row.reason)).toEqual([reason])
  })

  it('starts in another year than the rest', () => {
    const stray = eventRow('OLD', {
      dateStart: '2008-03-08T00:00:00',
      dateEnd: '2008-03-10T23:59:59',
    })
    expect(reasons([stray, eventRow('A'), eventRow('B')])).toEqual([
      'event 1 (OLD): it starts in 2008, unlike the season of 2018',
    ])
  })
})
