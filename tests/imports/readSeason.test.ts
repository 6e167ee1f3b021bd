import { describe, expect, it } from '@jest/globals'
import iconv from 'iconv-lite'

import { decodeText } from '../../src/features/imports/source/decodeText.ts'
import { readSeason } from '../../src/features/imports/season/source/readSeason.ts'
import { eventRow } from '../factories/season.ts'

const events = { name: 'events.json', text: JSON.stringify([eventRow('ABCA'), eventRow('DEFG')]) }
const teams = (text: string) => ({ name: 'teams.csv', text })
const entries = (text: string) => ({ name: 'entries.csv', text })

const badOf = (sources: Omit<Parameters<typeof readSeason>[0], 'events'>) =>
  readSeason({ events, ...sources }).bad.map(
    ({ file, place, reason }) => `${file}, ${place}: ${reason}`,
  )

describe('the files', () => {
  it.each([
    ['{"Events": [', /^events.json is not JSON/],
    ['{"events": []}', /^events.json holds no events/],
    ['{"rows": []}', /^events.json is not a list of events/],
    ['null', /^events.json is not a list of events/],
    ['[]', /^events.json holds no events/],
  ])('%s is refused as a whole', (text, message) => {
    expect(() => readSeason({ events: { name: 'events.json', text } })).toThrow(message)
  })

  it("may be what FIRST's API answers, with a byte order mark", () => {
    const text = `\uFEFF${JSON.stringify({ Events: [eventRow('ABCA')], eventCount: 1 })}`
    expect(readSeason({ events: { name: 'events.json', text } }).events).toHaveLength(1)
  })

  it.each([
    ['', 'entries.csv has no column "event_code", "team".'],
    ['event,team\nABCA,1\n', 'entries.csv has no column "event_code".'],
    ['event_code,team\nABCA,"1\n', /^entries.csv is not a CSV \(Quote Not Closed/],
    ['event;team\nABCA;1\n', /has no column "event_code".* split at semicolons, is: event, team/],
  ])('%j is refused as a whole', (text, message) => {
    expect(() => readSeason({ events, entries: entries(text) })).toThrow(message)
  })
})

describe.each([
  ['commas', ','],
  ['semicolons', ';'],
  ['tabs', '\t'],
  ['vertical bars', '|'],
])('a CSV with %s', (_name, delimiter) => {
  const table = (rows: string[][], end: string) =>
    rows.map((row) => row.join(delimiter) + end).join('')
  const rows = [
    [' Event_Code', 'TEAM ', 'note'],
    ['abca', '1', 'a'],
    ['DEFG', '2b', 'b'],
  ]

  it.each([['\n'], ['\r\n'], ['\r']])('is read with the line ends %j', (end) => {
    const season = readSeason({ events, entries: entries(`\uFEFF${table(rows, end)}`) })
    expect(season.bad).toEqual([])
    expect(season.entries?.map(({ eventCode, team }) => `${eventCode} ${team}`)).toEqual([
      'ABCA 1',
      'DEFG 2B',
    ])
  })

  it("may name its delimiter in Excel's way", () => {
    const text = `sep=${delimiter}\r\n${table(rows, '\r\n')}`
    expect(readSeason({ events, entries: entries(text) }).entries).toHaveLength(2)
  })
})

describe("FIRST's own list of teams", () => {
  const team = (teamNumber: unknown, nameShort: unknown) => ({ teamNumber, nameShort, city: 'Ulm' })
  const list = [team(1, ' Sparks '), team('9970b', null)]
  const namesIn = (json: unknown) => {
    const season = readSeason({ events, teams: teams(JSON.stringify(json)) })
    expect(season.bad).toEqual([])
    return season.teams.map(({ nickname, number }) => `${number} ${nickname}`)
  }

  it('may be an answer, its list, or the answers for all pages', () => {
    const names = ['1 Sparks', '9970B ']
    expect(namesIn({ teams: list, teamCountTotal: 2, pageCurrent: 1, pageTotal: 1 })).toEqual(names)
    expect(namesIn(list)).toEqual(names)
    expect(
      namesIn([
        { teams: [list[0]], pageTotal: 2 },
        { teams: [list[1]], pageTotal: 2 },
      ]),
    ).toEqual(names)
  })

  it('says which pages it lacks', () => {
    const page = JSON.stringify({ teams: list, pageTotal: 57 })
    expect(readSeason({ events, teams: teams(page) }).notes).toEqual([
      'teams.csv has 1 of 57 pages of the list of teams.',
    ])
  })

  it('has bad rows like any other list', () => {
    const rows = [team(1, 'A'), team(0, 'B'), team(2, 'C\0'), 7, { nameShort: 'D' }, team(1, 'E')]
    expect(badOf({ teams: teams(JSON.stringify(rows)) })).toEqual([
      'teams, team 2 (0): team is not the number of a team',
      'teams, team 3 (2): nickname has a null character (U+0000)',
      'teams, team 4: it is not an object',
      'teams, team 5: team is missing',
      'teams, team 6 (1): team 1 is already in team 1 (1)',
    ])
  })

  it.each([
    ['{"rows": []}', 'teams.csv is not a list of teams like FIRST'],
    ['{"teams": [', 'teams.csv is not JSON'],
    [
      '[{"teamNumber": 1, "nameShort": "A", "displayTeamNumber": "1"}]',
      'teams.csv has teams of FTC, but the events are those of FRC.',
    ],
  ])('%s is refused as a whole', (text, message) => {
    expect(() => readSeason({ events, teams: teams(text) })).toThrow(message)
  })

  it("decides on the program with the events' own fields", () => {
    const rows = [eventRow('QUAL', { regionCode: 'CAON', typeName: 'Qualifier', type: '2' })]
    const ftc = { name: 'events.json', text: JSON.stringify({ events: rows, eventCount: 1 }) }
    expect(readSeason({ events: ftc }).program.key).toBe('ftc')
    expect(readSeason({ events }).program.key).toBe('frc')
    expect(readSeason({ events, program: 'fll' }).program.key).toBe('fll')
  })
})

describe('the bytes of a file', () => {
  const text = 'team,nickname\n1,Zürich „Röchling“\n'
  const bytesOf = (encoding: string, mark = false) => iconv.encode(text, encoding, { addBOM: mark })

  it.each([
    ['utf-8', false],
    ['utf-8', true],
    ['utf-16le', true],
    ['utf-16be', true],
  ])('are read as %s (byte order mark: %s)', (encoding, mark) => {
    expect(decodeText('teams.csv', bytesOf(encoding, mark))).toBe(text)
  })

  it.each([
    ['windows-1252', /^teams.csv is not UTF-8, see line 2\. It looks like windows-1252: save it/],
    ['iso-8859-2', /^teams.csv is not UTF-8, see line 2\. It looks like /],
    ['macroman', /^teams.csv is not UTF-8, see line 2\. It looks like /],
    ['utf-16le', /^teams.csv is not UTF-8\. It looks like utf-16le: .* --encoding utf-16le\.$/],
    ['utf-16be', /^teams.csv is not UTF-8\. It looks like utf-16be: .* --encoding utf-16be\.$/],
  ])('in %s are refused, and read when the encoding is named', (encoding, message) => {
    const bytes = bytesOf(encoding)
    expect(() => decodeText('teams.csv', bytes)).toThrow(message)
    const read = decodeText('teams.csv', bytes, encoding)
    expect(read).toContain('Zürich')
    expect(readSeason({ events, teams: teams(read) }).bad).toEqual([])
  })

  it('of a file in UTF-8 stay UTF-8 when another encoding is named for the rest', () => {
    expect(decodeText('teams.csv', bytesOf('utf-8'), 'windows-1252')).toBe(text)
  })

  it('that the encoding does not have are bad rows, not lost names', () => {
    const bytes = Buffer.from([...Buffer.from('team,nickname\n1,A'), 0x81, 0x0a])
    const read = decodeText('teams.csv', bytes, 'windows-1252')
    expect(badOf({ teams: teams(read) })).toEqual([
      expect.stringContaining('teams, line 2: nickname has a character that was lost (U+FFFD)'),
    ])
  })

  it('of an Excel workbook are refused', () => {
    const bytes = Buffer.from('PK\u0003\u0004 and more')
    expect(() => decodeText('teams.xlsx', bytes)).toThrow('teams.xlsx is an Excel workbook')
  })
})

describe('teams', () => {
  it('keep the quotes, commas and signs of their names', () => {
    const text = [
      '\uFEFFnickname,team',
      '"The ""A"" Team",1',
      'R&D "Crew" ,2',
      '"Bolts, Nuts",3',
      '"TJ²",88',
      ',4\n\n',
    ].join('\r\n')
    const names = readSeason({ events, teams: teams(text) }).teams.map(({ nickname }) => nickname)
    expect(names).toEqual(['The "A" Team', 'R&D "Crew"', 'Bolts, Nuts', 'TJ²', ''])
  })

  it('that are no numbers, listed twice or of the wrong width are bad rows', () => {
    const text = 'team,nickname\n1,A\nx2,B\n\n1,C\n01,D\n3\n4,D,E\n'
    expect(badOf({ teams: teams(text) })).toEqual([
      'teams, line 3: team is not the number of a team',
      'teams, line 5: team 1 is already in line 2',
      'teams, line 6: team is not the number of a team',
      'teams, line 7: it has 1 of 2 fields',
      'teams, line 8: it has 3 of 2 fields',
    ])
  })

  it('are those of the entries where no list is given', () => {
    const text = 'event_code,team\nABCA,9970b\nDEFG,9970B\nABCA,5\n'
    const season = readSeason({ events, entries: entries(text) })
    expect(season.bad).toEqual([])
    expect(season.teams.map(({ number }) => number)).toEqual(['9970B', '5'])
  })
})

describe('entries', () => {
  it('that repeat, or name what is not known, are bad rows', () => {
    const text = 'event_code,team\nABCA,1\n ABCA ,1\nNOPE,1\nABCA,2\n,1\nDEFG,1\n'
    const season = { teams: teams('team,nickname\n1,A\n'), entries: entries(text) }
    expect(badOf(season)).toEqual([
      'entries, line 3: team 1 is already entered in ABCA by line 2',
      'entries, line 4: event NOPE is not among the events',
      'entries, line 5: team 2 is not among the teams',
      'entries, line 6: event_code is empty',
    ])
    expect(readSeason({ events, ...season }).entries).toHaveLength(2)
  })
})
