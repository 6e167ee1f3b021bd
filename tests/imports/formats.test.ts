import { describe, expect, it } from '@jest/globals'
import iconv from 'iconv-lite'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { readOptions } from '../../src/features/imports/command/options.ts'
import { type ReadFile, readSource } from '../../src/features/imports/command/readSource.ts'

/** Reads files as the command does, without a platform. A refusal is returned as its sentence. */
async function read(
  content: string | Buffer,
  args: string[] = [],
  more: Record<string, string> = {},
) {
  const folder = await mkdtemp(path.join(tmpdir(), 'robo-formats-'))
  try {
    const files = new Map<string, string>()
    for (const [name, text] of Object.entries({ 'the-file': content, ...more })) {
      files.set(name, path.join(folder, name))
      await writeFile(path.join(folder, name), text)
    }
    const printed: string[] = []
    const say = (text: string) => void printed.push(text.replaceAll(`${folder}/`, ''))
    const nothing = () => undefined
    const host = {
      open: () => Promise.reject(new Error('No platform here')),
      print: say,
      printError: say,
      progress: { begin: nothing, advance: nothing, end: nothing },
    }
    const named = args.map((arg) => files.get(arg) ?? arg)
    const options = readOptions([files.get('the-file')!, ...named])
    const file = await readSource(options, host)
    return { ...file, printed: printed.join('\n') }
  } catch (error) {
    return (error as Error).message.replaceAll(`${folder}/`, '')
  } finally {
    await rm(folder, { recursive: true })
  }
}

async function readable(...args: Parameters<typeof read>): Promise<ReadFile & { printed: string }> {
  const file = await read(...args)
  if (typeof file === 'string') throw new Error(file)
  expect(file.source.bad).toEqual([])
  return file
}

const one = async (...args: Parameters<typeof read>) =>
  (await readable(...args)).source.events[0]!.details

const frc = (more = {}) => ({
  code: 'ZZEX',
  divisionCode: null,
  name: 'Example Regional',
  type: 'Regional',
  districtCode: null,
  venue: 'Example Arena',
  address: '1 Sample Rd',
  city: 'Sampleton',
  stateprov: 'ON',
  country: 'Canada',
  website: null,
  webcasts: [
    {
      link: 'https://video.example/live',
      provider: 'Twitch',
      channel: 'examplearena',
      slug: null,
      isFirstWebcastUnit: false,
      date: null,
    },
  ],
  timezone: 'Eastern Standard Time',
  dateStart: '2031-03-06T00:00:00',
  dateEnd: '2031-03-08T23:59:59',
  weekNumber: 1,
  allianceCount: 'EightAlliance',
  ...more,
})

const ftc = {
  ...frc({ code: 'ZZEXQ', name: 'Example Qualifier', type: '2', webcasts: null }),
  typeName: 'Qualifier',
  regionCode: 'CAON',
  leagueCode: null,
  liveStreamUrl: null,
  coordinates: null,
  timezone: 'America/Toronto',
  dateStart: '2031-12-06T00:00:00',
  dateEnd: '2031-12-07T00:00:00',
}

const tba = (more = {}) => ({
  key: '2031zzex',
  name: 'Example Regional',
  event_code: 'zzex',
  event_type: 0,
  event_type_string: 'Regional',
  district: null,
  city: 'Sampleton',
  state_prov: 'ON',
  country: 'Canada',
  start_date: '2031-03-06',
  end_date: '2031-03-08',
  year: 2031,
  short_name: 'Example',
  week: 1,
  timezone: 'America/Toronto',
  location_name: 'Example Arena',
  address: '1 Sample Rd',
  postal_code: 'A1A 1A1',
  lat: null,
  lng: null,
  website: null,
  webcasts: [{ type: 'twitch', channel: 'examplearena' }],
  division_keys: [],
  parent_event_key: null,
  playoff_type: 10,
  ...more,
})

const robotEvent = (more = {}) => ({
  id: 90001,
  sku: 'RE-V5RC-31-0001',
  name: 'Example V5RC Open',
  start: '2031-01-11T00:00:00-05:00',
  end: '2031-01-11T00:00:00-05:00',
  season: { id: 999, name: 'V5RC 2030-2031: Sample', code: '125' },
  program: { id: 1, name: 'VEX V5 Robotics Competition', code: 'V5RC' },
  location: {
    venue: 'Example Gym',
    address_1: '1 Sample Rd',
    address_2: null,
    city: 'Sampleton',
    region: 'Ontario',
    postcode: 'A1A 1A1',
    country: 'Canada',
    coordinates: { lat: 43.65, lon: -79.38 },
  },
  divisions: [{ id: 1, name: 'Default Division', order: 1 }],
  level: 'Signature',
  ongoing: false,
  awards_finalized: false,
  event_type: 'tournament',
  ...more,
})

const json = (value: unknown) => JSON.stringify(value)
const frcList = json({ Events: [frc()], eventCount: 1 })
const robotEvents = (...rows: unknown[]) => json({ meta: { last_page: 1, total: 1 }, data: rows })

const robotTeam = {
  id: 90101,
  number: '99901A',
  team_name: 'Sample Sparks',
  organization: 'Sample High',
  registered: true,
  program: { id: 1, name: 'VEX V5 Robotics Competition', code: 'V5RC' },
  grade: 'High School',
}
const tbaTeam = { key: 'frc99901', team_number: 99901, nickname: 'Sample Sparks' }
const frcTeam = { teamNumber: 99901, nameFull: 'Example Co', nameShort: 'Sample Sparks' }

const calendar = [
  'BEGIN:VCALENDAR',
  'VERSION:2.0',
  'BEGIN:VEVENT',
  'UID:1@robo.example',
  'DTSTART;TZID=America/Toronto:20310306T080000',
  'DTEND;TZID=America/Toronto:20310308T170000',
  'SUMMARY:Example Regional',
  'LOCATION:Example Arena\\, Sampleton',
  'END:VEVENT',
  'END:VCALENDAR',
  '',
].join('\r\n')

const rcjaEvent = {
  id: 1,
  name: 'Example Open',
  startDate: '2031-08-02',
  endDate: '2031-08-03',
  maxMembersPerTeam: 4,
  availabledivisions: [{ division: { name: 'Rescue Line' } }],
  venue: { name: 'Example Hall', address: '1 Sample Rd' },
}

const ftcSheet = [
  '1/23/2031,Example Qualifier,Ontario,Qualifying Tournament,1,on,ex,x,on-ex,ON',
  '4/27/31,Example Championship,All,World Championship,1,cmp,ed,x,cmp-ed,CMP',
  '11/7/2030,Sample FTC Tournament ,Ontario,Qualifying Tournament,1,on,sa,x,on-sa,ON',
].join('\n')

const attendees = [
  '0,Registration ID (optional),First,Last,Email,QTY,Event ID,Event Date,Event Time',
  '1,,Ada,Example,ada@robo.example,2,57,9/28/31,8:00 PM',
].join('\r')

const rcjaTeams =
  '\uFEFFName,Division,Student 1 First name,Student 1 Last name,Student 1 Year level\nSample Sparks,Rescue Line,Ada,Example,6\n'

describe('every kind of file that people bring is read', () => {
  const lists: [name: string, content: string, args: string[]][] = [
    ["FIRST's list for FRC, version 3.3", frcList, []],
    ["FIRST's list for FRC, version 2", json([frc({ webcasts: ['https://v.example'] })]), []],
    ["FIRST's list for FTC", json({ events: [ftc], eventCount: 1 }), []],
    ['The Blue Alliance', json([tba()]), []],
    [
      'one event of The Blue Alliance in a list',
      json([tba({ timezone: null, country: 'Israel' })]),
      [],
    ],
    ['RobotEvents', robotEvents(robotEvent()), []],
    ['a calendar', calendar, []],
    ['a sheet without a header, with two forms of dates', ftcSheet, ['--yes']],
    [
      'RoboCup Junior as a CSV',
      'name,startDate,endDate,venue,address\nExample Open,2031-08-02,2031-08-03,Example Hall,1 Sample Rd\n',
      ['--yes', '--zone', 'Australia/Sydney'],
    ],
  ]

  it.each(lists)('%s', async (_name, content, args) => {
    const { source } = await readable(content, args)
    expect(source.events.length).toBeGreaterThan(0)
    expect(source.events[0]!.details.title).toMatch(/Example/)
  })

  const rosters: [name: string, option: string, content: string, args: string[]][] = [
    ["FIRST's list of teams", '--teams', json({ teams: [frcTeam], pageTotal: 1 }), []],
    ['teams of The Blue Alliance', '--teams', json([tbaTeam]), []],
    [
      'teams of cheesy-arena',
      '--teams',
      'Number,Name,Nickname,SchoolName,City\n99901,Example Co,Sample Sparks,Sample High,Sampleton\n',
      [],
    ],
    [
      'teams of LEMS, without a header',
      '--teams',
      '99901,Sample Sparks,Sample High,Sampleton,CA\n',
      [],
    ],
    ['teams of a scorer for FLL', '--teams', 'division,name,number\nA,Sample Sparks,99901\n', []],
    ['registrations of LEMS', '--entries', '99901,CA\n99902,CA\n', ['--event', 'zzex']],
    ['a roster of The Blue Alliance', '--entries', 'frc99901,frc99902\n', ['--event', 'zzex']],
    ['teams of an event', '--entries', json([tbaTeam]), ['--event', 'ZZEX']],
  ]

  it.each(rosters)('%s', async (_name, option, content, args) => {
    const { season } = await readable(frcList, [option, 'the-teams', ...args], {
      'the-teams': content,
    })
    expect(season!.teams[0]!.number).toBe('99901')
    if (option === '--teams') expect(season!.teams[0]!.nickname).toBe('Sample Sparks')
    else expect(season!.entries![0]).toMatchObject({ eventCode: 'ZZEX', team: '99901' })
  })

  it.each([
    [
      'its export',
      'Team,Team Name,Grade,Organization,City,State,Country\n99901A,Sample Sparks,High School,,,,\n',
    ],
    ['its API', json({ meta: {}, data: [robotTeam] })],
  ])('teams of RobotEvents, from %s', async (_name, content) => {
    const { season } = await readable(robotEvents(robotEvent()), ['--teams', 'the-teams'], {
      'the-teams': content,
    })
    expect(season).toMatchObject({
      program: { key: 'v5rc' },
      teams: [{ number: '99901A', nickname: 'Sample Sparks' }],
    })
  })
})

describe('what is not read is refused with one sentence', () => {
  it.each([
    [
      'a list of teams',
      json({ teams: [frcTeam] }),
      [],
      'the-file is a list of teams: name it with --teams',
    ],
    [
      'one team of RobotEvents',
      json(robotTeam),
      [],
      'the-file is a list of teams: name it with --teams',
    ],
    [
      'a CSV of teams',
      'Team,Team Name,Grade\n99901A,Sparks,High\n',
      ['--yes'],
      'is a list of teams: name it',
    ],
    [
      'an answer of RoboCup Junior',
      json([rcjaEvent]),
      [],
      'whose events have no time zone: save it as a CSV',
    ],
    ['a list of attendees', attendees, ['--yes'], 'is a list of people, and none of events'],
    [
      'other JSON',
      json({ a: 1 }),
      [],
      'is JSON, but no list of events of FIRST, The Blue Alliance or RobotEvents',
    ],
    ['broken JSON', '{"Events": [', [], 'the-file is not JSON ('],
    [
      'an Excel workbook',
      'PK\u0003\u0004',
      [],
      'is an Excel workbook or another archive: export a CSV',
    ],
    ['no rows', 'title,start\n', [], 'the-file has no rows'],
    [
      'no dates',
      'title,place\nA,B\n',
      ['--yes'],
      'has no column for start: name it with --mapping start=COLUMN',
    ],
    [
      'dates that mean two days',
      'title,start\nA,03/04/2031\n',
      ['--yes'],
      'has dates such as "03/04/2031", which may begin with the day or with the month: say it with --dates',
    ],
    [
      'a mapping to nothing',
      'title,start\nA,2031-03-04\n',
      ['--mapping', 'title=X'],
      'has no column "X"',
    ],
    [
      'a mapping of nothing',
      'title,start\nA,2031-03-04\n',
      ['--mapping', 'x=title'],
      '--mapping takes FIELD=COLUMN',
    ],
    [
      'an option of another format',
      frcList,
      ['--yes'],
      '--yes is for csv, and the file is read as frc',
    ],
    [
      'an unknown format',
      frcList,
      ['--format', 'xls'],
      '--format takes one of frc, ftc, robotevents, tba, csv, ics',
    ],
    ['columns that nobody confirmed', 'title,start\nA,2031-03-04\n', [], 'say so with --yes'],
  ])('%s', async (_name, content, args, sentence) => {
    const refusal = await read(content, args)
    expect(typeof refusal).toBe('string')
    expect(refusal).toContain(sentence)
    expect(refusal).not.toContain('\n')
  })

  it.each([
    [
      'people of RoboCup Junior',
      '--teams',
      rcjaTeams,
      'lists people and names of teams without numbers',
    ],
    [
      'a roster of no event',
      '--entries',
      'frc99901,frc99902\n',
      'name the event with --event CODE',
    ],
    [
      'teams of an API as entries',
      '--entries',
      json([tbaTeam]),
      'name the event with --event CODE',
    ],
  ])('%s', async (_name, option, content, sentence) => {
    const refusal = await read(frcList, [option, 'the-teams'], { 'the-teams': content })
    expect(refusal).toContain(sentence)
  })
})

it('says as what a file is read', async () => {
  expect((await readable(json([tba()]))).printed).toBe(
    '! the-file is read as tba. Name another format with --format',
  )
})

describe('an event of The Blue Alliance', () => {
  it("is the one of FIRST's list", async () => {
    const [ofTba, ofFirst] = [await one(json([tba()])), await one(frcList)]
    const { externalId, externalSource, startDate, endDate, country } = ofFirst
    expect(ofTba).toMatchObject({
      externalId,
      externalSource,
      startDate,
      endDate,
      country,
    })
    expect(ofTba.description).toContain('Webcast: https://www.twitch.tv/examplearena')
  })

  it('has the code of FIRST where that is another one, and its coordinates', async () => {
    const row = tba({ first_event_code: 'OTHER', lat: 43.65, lng: -79.38 })
    expect(await one(json([row]))).toMatchObject({
      externalId: '2031OTHER',
      coordinates: { latitude: 43.65, longitude: -79.38 },
    })
  })

  it('needs a zone where its country has several', async () => {
    const content = json([tba({ timezone: null })])
    const file = await read(content)
    expect(file).toMatchObject({
      source: { bad: [{ reason: expect.stringContaining('timezone is missing: name the one') }] },
    })
    expect((await one(content, ['--zone', 'America/Toronto'])).timezone).toBe('America/Toronto')
  })
})

describe('an event of RobotEvents', () => {
  it('is stored with its zone, its program and its place', async () => {
    const { events } = (await readable(robotEvents(robotEvent()))).source
    expect(events[0]).toEqual({
      code: 'RE-V5RC-31-0001',
      place: 'event 1 (RE-V5RC-31-0001)',
      details: {
        externalSource: 'robotevents',
        externalId: 'RE-V5RC-31-0001',
        title: 'Example V5RC Open',
        description:
          'VEX V5 Robotics Competition, signature tournament.\nSeason: V5RC 2030-2031: Sample\nAddress: 1 Sample Rd, A1A 1A1',
        location: 'Example Gym, Sampleton, Ontario, Canada',
        timezone: 'America/Toronto',
        startDate: '2031-01-11T05:00:00.000Z',
        endDate: '2031-01-12T04:59:59.000Z',
        program: 'V5RC',
        country: 'CA',
        coordinates: { latitude: 43.65, longitude: -79.38 },
      },
      first: { tags: ['signature', 'tournament'] },
    })
  })

  it.each([
    [{ sku: null }, 'sku is missing'],
    [{ start: 'soon' }, 'start is not a time such as 2031-01-11T08:00:00-05:00'],
    [{ end: '2031-01-10T00:00:00-05:00' }, 'end is not after start'],
    [{ program: null }, 'program is not an object'],
  ])('with %j is a bad row', async (more, reason) => {
    const file = await read(robotEvents(robotEvent(more), robotEvent({ sku: 'RE-2' })))
    expect(file).toMatchObject({ source: { bad: [{ file: 'events', reason }] } })
  })

  it('of several programs is read, but not with teams', async () => {
    const viqrc = robotEvent({ sku: 'RE-2', program: { name: 'VIQRC', code: 'VIQRC' } })
    const content = robotEvents(robotEvent(), viqrc)
    expect((await readable(content)).source.events).toHaveLength(2)
    expect(
      await read(content, ['--teams', 'the-teams'], { 'the-teams': 'team,name\n1A,A\n' }),
    ).toContain('teams are imported for one known program at a time')
  })
})

describe('a table', () => {
  const german = [
    'Bezeichnung;Beginn;Ende;Veranstaltungsort;Stadt;Land;Plätze;Schlagworte;Bemerkung',
    'Größer als nötig;03.05.2031 10:00;03.05.2031 16:00;Halle 1;Köln;Deutschland;40;Roboter, Löten;x',
  ].join('\r\n')
  const wanted = {
    title: 'Größer als nötig',
    startDate: '2031-05-03T08:00:00.000Z',
    endDate: '2031-05-03T14:00:00.000Z',
    timezone: 'Europe/Berlin',
    location: 'Halle 1',
    country: 'DE',
    maxParticipants: 40,
    tags: ['Roboter', 'Löten'],
  }

  it.each([
    ['utf-8', false],
    ['utf-8', true],
    ['utf-16le', true],
    ['utf-16be', true],
    ['utf-16le', false],
    ['windows-1252', false],
  ])('in German, in %s (mark: %s)', async (encoding, mark) => {
    expect(await one(iconv.encode(german, encoding, { addBOM: mark }), ['--yes'])).toMatchObject(
      wanted,
    )
  })

  const japanese = [
    'イベント名,開始日時,終了日時,会場,国',
    'ロボット競技大会 東京予選,2031年5月3日 10:00,2031年5月3日 16:00,東京体育館,日本',
    '子ども向けロボット教室,2031年6月7日 13:30,2031年6月7日 15:00,大阪科学館,日本',
  ].join('\n')
  const chinese = [
    '活动名称,开始日期,开始时间,地点,国家',
    '机器人世界杯青少年赛,2031年5月3日,09:00,上海体育馆,中国',
    '青少年机器人编程工作坊,2031年6月7日,13:30,广州图书馆,中国',
  ].join('\n')
  const russian = [
    'Название;Дата;Место',
    'Соревнования роботов;3 мая 2031;Москва',
    'Мастерская по робототехнике;7 июня 2031;Казань',
  ].join('\n')

  it.each([
    [
      'shift_jis',
      japanese,
      {
        title: 'ロボット競技大会 東京予選',
        timezone: 'Asia/Tokyo',
        startDate: '2031-05-03T01:00:00.000Z',
      },
    ],
    ['euc-jp', japanese, { title: 'ロボット競技大会 東京予選', location: '東京体育館' }],
    ['gb18030', chinese, { title: '机器人世界杯青少年赛', location: '上海体育馆', country: 'CN' }],
    [
      'windows-1251',
      russian,
      { title: 'Соревнования роботов', startDate: '2031-05-03T00:00:00.000Z' },
    ],
  ])('in %s', async (encoding, content, details) => {
    expect(await one(iconv.encode(content, encoding), ['--yes'])).toMatchObject(details)
  })

  it.each([[','], [';'], ['\t'], ['|'], ['~'], ['^']])('divided by %j', async (sign) => {
    const content = [
      ['Start', 'Title', 'Where'],
      ['2031-05-03 10:00', 'Bolt Bowl', 'Ulm'],
    ]
      .map((cells) => cells.join(sign))
      .join('\n')
    expect(await one(content, ['--yes'])).toMatchObject({
      title: 'Bolt Bowl',
      startDate: '2031-05-03T10:00:00.000Z',
    })
  })

  it.each([
    ['2031-05-03T10:00:00+02:00', '2031-05-03T08:00:00.000Z'],
    ['2031-05-03T10:00Z', '2031-05-03T10:00:00.000Z'],
    ['25/5/2031 6:30 PM', '2031-05-25T18:30:00.000Z'],
    ['5/25/2031 12:15 am', '2031-05-25T00:15:00.000Z'],
    ['Sat, May 3, 2031', '2031-05-03T00:00:00.000Z'],
    ['3. Mai 2031, 18 Uhr', '2031-05-03T18:00:00.000Z'],
    ['3 de mayo de 2031', '2031-05-03T00:00:00.000Z'],
    ['le 3 mai 2031', '2031-05-03T00:00:00.000Z'],
    ['31.2.2031', undefined],
    ['48000.5', '2031-06-01T12:00:00.000Z'],
    ['soon', undefined],
  ])('has the date %j', async (text, startDate) => {
    const file = await read(`title;start\nA;"${text}"\n`, ['--yes'])
    if (startDate) expect(file).toMatchObject({ source: { events: [{ details: { startDate } }] } })
    else expect(file).toMatchObject({ source: { bad: [{ place: 'line 2' }] } })
  })

  it('has times of day in columns of their own, and a range of them in one', async () => {
    const content = 'Name,Date,Time\nA,2031-05-03,18:00 - 20:30\nB,2031-05-04,6 pm\n'
    const { source } = await readable(content, ['--yes'])
    expect(source.events.map(({ details }) => [details.startDate, details.endDate])).toEqual([
      ['2031-05-03T18:00:00.000Z', '2031-05-03T20:30:00.000Z'],
      ['2031-05-04T18:00:00.000Z', '2031-05-04T19:00:00.000Z'],
    ])
    expect(source.notes).toContain('Some events have no end, and get one hour')
  })

  it('has its columns as somebody names them, by name or by number', async () => {
    const content = 'Thing;When;X;Y\nBolt Bowl;2031-05-03;1;Ulm\n'
    const mapping = ['title=Thing', 'start=2', 'location=y', 'external_id=X']
    const details = await one(
      content,
      mapping.flatMap((one) => ['--mapping', one]),
    )
    expect(details).toMatchObject({
      title: 'Bolt Bowl',
      location: 'Ulm',
      externalId: '1',
      externalSource: 'csv',
    })
  })

  it('shows the columns that it proposes', async () => {
    const { printed } = await readable(iconv.encode(german, 'windows-1252'), [
      '--yes',
      '--format',
      'csv',
    ])
    expect(printed.split('\n').slice(0, 3)).toEqual([
      'the-file: 1 rows in windows-1252, divided by semicolons',
      '  title             ← Bezeichnung   "Größer als nötig"',
      '  start             ← Beginn   "03.05.2031 10:00"',
    ])
    expect(printed).toContain('not used: Bemerkung')
  })

  it('has bad rows, each with its line and the reason', async () => {
    const rows = [
      'title,start,end,capacity,latitude,longitude,status,tags',
      ',2031-05-03,,,,,,',
      'A,2031-13-03,,,,,,',
      'B,2031-05-03 10:00,2031-05-03 09:00,,,,,',
      'C,2031-05-03,,0,,,,',
      'D,2031-05-03,,,91,0,,',
      'E,2031-05-03,,,,,maybe,',
      `F,2031-05-03,,,,,,${'x'.repeat(51)}`,
      `${'x'.repeat(201)},2031-05-03,,,,,,`,
      'G,2031-05-03,,,,,,',
      'G,2031-05-03,,,,,,',
    ]
    const file = await read(rows.join('\n'), ['--yes'])
    if (typeof file === 'string') throw new Error(file)
    expect(file.source.bad.map(({ place, reason }) => `${place}: ${reason}`)).toEqual([
      'line 2: title is empty',
      'line 3: start "2031-13-03" is no date in the order dmy',
      'line 4: end is not after start',
      'line 5: max_participants "0" is no number of seats',
      'line 6: latitude "91" and longitude "0" are no place in degrees',
      'line 7: status "maybe" is none of draft, published, cancelled: leave the column out with --mapping status=',
      'line 8: a tag is longer than 50 characters',
      'line 9: title is longer than 200 characters',
      'line 11: it is the same event as line 10',
    ])
    expect(file.source.events).toHaveLength(1)
  })
})
