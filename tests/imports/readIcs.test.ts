import { describe, expect, it } from '@jest/globals'

import { readIcs } from '../../src/features/imports/ics/source/readIcs.ts'
import { linesOf } from '../../src/features/imports/ics/source/textOf.ts'

const now = new Date('2031-01-01T00:00:00Z')

const calendar = (...lines: string[]) =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', ...lines, 'END:VCALENDAR', ''].join('\r\n')

const event = (...lines: string[]) => [
  'BEGIN:VEVENT',
  'UID:1@robo.example',
  'SUMMARY:Bolt Bowl',
  ...lines,
  'END:VEVENT',
]

const read = (text: string | Buffer, options: { zone?: string; encoding?: string } = {}) => {
  const { encoding, ...rest } = options
  return readIcs(linesOf('test.ics', Buffer.from(text), encoding), { now, ...rest })
}

const one = (text: string | Buffer, options = {}) => {
  const file = read(text, options)
  expect(file.bad).toEqual([])
  expect(file.events).toHaveLength(1)
  return file.events[0]!
}

const times = ({ endDate, startDate, timezone }: ReturnType<typeof one>) => [
  startDate,
  endDate,
  timezone,
]

it('reads the example of the public files', () => {
  const details = one(
    calendar(
      'BEGIN:VEVENT',
      'UID:1@robo.example',
      'DTSTART;TZID=America/Toronto:20310306T080000',
      'DTEND;TZID=America/Toronto:20310308T170000',
      'SUMMARY:Example Regional',
      'LOCATION:Example Arena\\, Sampleton',
      'END:VEVENT',
    ),
  )

  expect(details).toEqual({
    externalSource: 'ics',
    externalId: '1@robo.example',
    title: 'Example Regional',
    description: 'Example Regional',
    location: 'Example Arena, Sampleton',
    timezone: 'America/Toronto',
    startDate: '2031-03-06T13:00:00.000Z',
    endDate: '2031-03-08T22:00:00.000Z',
  })
})

const customZone = [
  'BEGIN:VTIMEZONE',
  'TZID:Customized Time Zone',
  'BEGIN:STANDARD',
  'DTSTART:16010101T030000',
  'RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10',
  'TZOFFSETFROM:+0200',
  'TZOFFSETTO:+0100',
  'END:STANDARD',
  'BEGIN:DAYLIGHT',
  'DTSTART:16010101T020000',
  'RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3',
  'TZOFFSETFROM:+0100',
  'TZOFFSETTO:+0200',
  'END:DAYLIGHT',
  'END:VTIMEZONE',
]

describe('times', () => {
  it.each([
    ['UTC', ['DTSTART:20310306T080000Z', 'DTEND:20310306T100000Z'], '08:00', '10:00', 'UTC'],
    [
      'a Windows name',
      ['DTSTART;TZID=W. Europe Standard Time:20310306T080000', 'DURATION:PT2H'],
      '07:00',
      '09:00',
      'Europe/Berlin',
    ],
    [
      'a longer name',
      ['DTSTART;TZID=/mozilla.org/20050126_1/Europe/Berlin:20310306T080000', 'DURATION:PT2H'],
      '07:00',
      '09:00',
      'Europe/Berlin',
    ],
    [
      'a name in quotes',
      ['DTSTART;TZID="Europe/Berlin":20310306T0800', 'DURATION:PT2H'],
      '07:00',
      '09:00',
      'Europe/Berlin',
    ],
    ['no zone', ['DTSTART:20310306T080000', 'DTEND:20310306T100000'], '08:00', '10:00', 'UTC'],
    ['no end', ['DTSTART:20310306T080000Z'], '08:00', '09:00', 'UTC'],
    [
      'an end equal to the start',
      ['DTSTART:20310306T080000Z', 'DTEND:20310306T080000Z'],
      '08:00',
      '09:00',
      'UTC',
    ],
  ])('%s', (_what, lines, from, until, zone) => {
    expect(times(one(calendar(...event(...lines))))).toEqual([
      `2031-03-06T${from}:00.000Z`,
      `2031-03-06T${until}:00.000Z`,
      zone,
    ])
  })

  it('a zone that the file describes, by X-LIC-LOCATION and by its clocks', () => {
    const start = 'DTSTART;TZID=Customized Time Zone:20310706T080000'
    const named = customZone.toSpliced(2, 0, 'X-LIC-LOCATION:Europe/Vienna')

    expect(one(calendar(...named, ...event(start))).timezone).toBe('Europe/Vienna')
    const file = read(calendar(...customZone, ...event(start)))
    expect(file.events[0]).toMatchObject({
      timezone: 'Europe/Berlin',
      startDate: '2031-07-06T06:00:00.000Z',
    })
    expect(file.notes).toContainEqual(expect.stringContaining('is read as Europe/Berlin'))
  })

  it('times without a zone: --zone, the zone of the calendar, the only one of the file, UTC', () => {
    const floating = event('DTSTART:20310306T080000')
    const zoneOf = (text: string, zone?: string) => one(text, zone ? { zone } : {}).timezone

    expect(zoneOf(calendar('X-WR-TIMEZONE:Asia/Tokyo', ...floating), 'Asia/Seoul')).toBe(
      'Asia/Seoul',
    )
    expect(zoneOf(calendar('X-WR-TIMEZONE:Asia/Tokyo', ...floating))).toBe('Asia/Tokyo')
    const own = customZone.map((line) => line.replace('Customized Time Zone', 'Europe/Paris'))
    expect(zoneOf(calendar(...own, ...floating))).toBe('Europe/Paris')
    expect(read(calendar(...floating)).notes).toContainEqual(expect.stringContaining('--zone'))
  })

  it.each([
    [['DTSTART;VALUE=DATE:20310306'], '2031-03-06'],
    [['DTSTART;VALUE=DATE:20310306', 'DTEND;VALUE=DATE:20310306'], '2031-03-06'],
    [['DTSTART;VALUE=DATE:20310306', 'DTEND;VALUE=DATE:20310309'], '2031-03-08'],
    [['DTSTART:20310306', 'DTEND:20320306'], '2032-03-05'],
  ])('whole days: %j', (lines, last) => {
    expect(times(one(calendar(...event(...lines)), { zone: 'UTC' }))).toEqual([
      '2031-03-06T00:00:00.000Z',
      `${last}T23:59:59.000Z`,
      'UTC',
    ])
  })
})

describe('entries that repeat', () => {
  const weekly = (...more: string[]) =>
    calendar(
      ...event(
        'DTSTART;TZID=Europe/Berlin:20300302T180000',
        'DURATION:PT2H',
        'RRULE:FREQ=WEEKLY;INTERVAL=4;UNTIL=20310601T000000Z',
        ...more,
      ),
    )

  it('become the events of the next year, at the same local time', () => {
    const { bad, events } = read(weekly('EXDATE;TZID=Europe/Berlin:20310201T180000'))

    expect(bad).toEqual([])
    expect(events.map(({ startDate }) => startDate)).toEqual([
      '2031-01-04T17:00:00.000Z',
      '2031-03-01T17:00:00.000Z',
      '2031-03-29T17:00:00.000Z',
      '2031-04-26T16:00:00.000Z',
      '2031-05-24T16:00:00.000Z',
    ])
    expect(events[0]!.externalId).toBe('1@robo.example#20310104T180000')
  })

  it('take the entries that replace an occurrence, and leave out cancelled ones', () => {
    const moved = event(
      'RECURRENCE-ID;TZID=Europe/Berlin:20310301T180000',
      'DTSTART;TZID=Europe/Berlin:20310302T100000',
    )
    const gone = event(
      'RECURRENCE-ID:20310426T160000Z',
      'DTSTART;TZID=Europe/Berlin:20310426T180000',
      'STATUS:CANCELLED',
    )
    const text = weekly().replace(
      'END:VCALENDAR',
      [...moved, ...gone, 'END:VCALENDAR'].join('\r\n'),
    )

    const { cancelled, events } = read(text)

    expect(events.map(({ startDate }) => startDate)).toContain('2031-03-02T09:00:00.000Z')
    expect(events.map(({ externalId }) => externalId)).toContain('1@robo.example#20310301T180000')
    expect(cancelled.map(({ externalId }) => externalId)).toEqual([
      '1@robo.example#20310426T180000',
    ])
    expect(events).toHaveLength(5)
  })

  it('have an end, however they are written', () => {
    const { events } = read(
      calendar(...event('DTSTART:19800101T080000Z', 'RRULE:FREQ=DAILY', 'DURATION:PT1H')),
    )

    expect(events).toHaveLength(365)
  })
})

describe('texts', () => {
  const start = 'DTSTART:20310306T080000Z'

  it('are unescaped, and unfolded in the middle of a character', () => {
    const line = Buffer.from('DESCRIPTION:Lötkolben\\, bitte\\; mit\\nKabel \\\\o/')
    const inside = line.indexOf(0xb6)
    const folded = Buffer.concat([
      line.subarray(0, inside),
      Buffer.from('\r\n '),
      line.subarray(inside),
    ])
    const [before, after] = calendar(...event(start, 'X-HERE:')).split('X-HERE:')
    const file = Buffer.concat([Buffer.from(before!), folded, Buffer.from(after!)])

    expect(one(file).description).toBe('Lötkolben, bitte; mit\nKabel \\o/')
  })

  it.each([
    ['\n', 'LF'],
    ['\r', 'CR'],
    ['\r\r\n', 'CR CR LF'],
  ])('have lines that end with %j (%s)', (end) => {
    const text = calendar(...event(start, 'DESCRIPTION:Long', ' er')).replaceAll('\r\n', end)

    expect(one(text).description).toBe('Longer')
  })

  it('go on after a line break that was not escaped', () => {
    expect(
      one(calendar(...event(start, 'DESCRIPTION:One', 'two three', 'LOCATION:Ulm'))),
    ).toMatchObject({
      description: 'One\ntwo three',
      location: 'Ulm',
    })
  })

  it('have a byte order mark, another encoding if it is named, or UTF-16', () => {
    const text = calendar(...event(start, 'LOCATION:Köln'))

    expect(one(`\uFEFF${text}`).location).toBe('Köln')
    const latin = Buffer.from(text, 'latin1')
    expect(() => read(latin)).toThrow('--encoding')
    expect(one(latin, { encoding: 'windows-1252' }).location).toBe('Köln')
    expect(one(Buffer.from(`\uFEFF${text}`, 'utf16le')).location).toBe('Köln')
  })

  it('are taken from HTML', () => {
    const html =
      'X-ALT-DESC;FMTTYPE=text/html:<html><body><p>Bring a <b>robot</b>&nbsp;&amp; a friend</p><br>See you</body></html>'

    expect(one(calendar(...event(start, html))).description).toBe(
      'Bring a robot & a friend\n\nSee you',
    )
    const inPlain = 'DESCRIPTION:See <a href="https://x.example/">the page</a><br>Bye'
    expect(one(calendar(...event(start, inPlain))).description).toBe(
      'See the page (https://x.example/)\nBye',
    )
  })

  it.each(['<Location>', 'TBD', ''])('name no place: %j', (location) => {
    expect(one(calendar(...event(start, `LOCATION:${location}`))).location).toBe('To be announced')
  })

  it('have a place on the map, and a website', () => {
    const details = one(calendar(...event(start, 'GEO:48.4;9.99', 'URL:https://x.example/1')))

    expect(details.coordinates).toEqual({ latitude: 48.4, longitude: 9.99 })
    expect(details.description).toBe('Website: https://x.example/1')
  })
})

describe('a file', () => {
  it('may have several calendars, and things that are no events', () => {
    const todo = ['BEGIN:VTODO', 'UID:t', 'SUMMARY:Clean', 'END:VTODO']
    const first = calendar('X-WR-TIMEZONE:Europe/Berlin', ...event('DTSTART:20310306T080000'))
    const second = calendar(
      ...todo,
      ...event('DTSTART:20310306T080000').map((line) => line.replace('UID:1', 'UID:2')),
    )
    const { events, notes } = read(first + second)

    expect(events.map(({ timezone }) => timezone)).toEqual(['Europe/Berlin', 'UTC'])
    expect(notes).toContain('Left out what is no event: 1 VTODO')
  })

  it('may have several versions of an event: the last one counts', () => {
    const old = event('DTSTART:20310306T080000Z', 'SEQUENCE:1')
    const last = event('DTSTART:20310307T080000Z', 'SEQUENCE:2')

    expect(one(calendar(...last, ...old)).startDate).toBe('2031-03-07T08:00:00.000Z')
  })

  it('may have alarms in its events, whose texts are others', () => {
    const alarm = ['BEGIN:VALARM', 'ACTION:DISPLAY', 'DESCRIPTION:Ring', 'END:VALARM']

    expect(one(calendar(...event('DTSTART:20310306T080000Z', ...alarm))).description).toBe(
      'Bolt Bowl',
    )
  })

  it.each([
    [['SUMMARY:'], 'has no title (SUMMARY)', ['DTSTART:20310306T080000Z']],
    [[], 'has no start (DTSTART)', []],
    [[], 'ends before it begins', ['DTSTART:20310306T080000Z', 'DTEND:20310305T080000Z']],
    [[], 'names the time zone "Mars/Olympus"', ['DTSTART;TZID=Mars/Olympus:20310306T080000']],
    [[], 'not on the calendar', ['DTSTART:20310230T080000Z']],
  ])('reports what cannot be read: %j %s', (_more, reason, lines) => {
    const own = event(...lines)
    const text = calendar(...(reason.includes('SUMMARY') ? own.toSpliced(2, 1) : own))
    const good = event('DTSTART:20310306T080000Z').map((line) => line.replace('UID:1', 'UID:9'))
    const { bad, events } = read(
      text.replace('END:VCALENDAR', [...good, 'END:VCALENDAR'].join('\r\n')),
    )

    expect(events).toHaveLength(1)
    expect(bad).toEqual([
      {
        place: reason.includes('SUMMARY') ? 'event 1' : 'event 1 (Bolt Bowl)',
        reason: expect.stringContaining(reason),
      },
    ])
  })

  it('that is cut off is reported', () => {
    const text = calendar(...event('DTSTART:20310306T080000Z')).split('END:VEVENT')[0]!

    expect(read(text).bad).toEqual([
      { place: 'event 1 (Bolt Bowl)', reason: expect.stringContaining('cut off') },
    ])
  })

  it('of ten megabytes is read', () => {
    const many = Array.from({ length: 20_000 }, (_, index) =>
      event('DTSTART:20310306T080000Z', `DESCRIPTION:${'x'.repeat(400)}`).map((line) =>
        line.replace('UID:1', `UID:${index}`),
      ),
    ).flat()

    expect(read(calendar(...many)).events).toHaveLength(20_000)
  })
})
