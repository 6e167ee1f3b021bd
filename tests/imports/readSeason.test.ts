import { describe, expect, it } from '@jest/globals'

import { readSeason } from '../../src/features/imports/frc/source/readSeason.ts'
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
    ['{"events": []}', /^events.json is not a list of events/],
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
  ])('%j is refused as a whole', (text, message) => {
    expect(() => readSeason({ events, entries: entries(text) })).toThrow(message)
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
    const text = 'team,nickname\n1,A\nfrc2,B\n\n1,C\n01,D\n3\n4,D,E\n'
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
