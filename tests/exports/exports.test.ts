import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { parse } from 'csv-parse/sync'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'

import { exportToFile } from '../../src/features/exports/command/exportToFile.ts'
import { readIcs } from '../../src/features/imports/ics/source/readIcs.ts'
import { linesOf } from '../../src/features/imports/ics/source/textOf.ts'
import type { Event } from '../../src/payload-types.ts'
import { createEvent } from '../factories/events.ts'
import { signedInApp } from '../support/callers.ts'
import { appOf, type Client } from '../support/client.ts'
import { runImport } from '../support/runImport.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

let platform: TestPlatform
let staff: Client
let owner: { id: number; app: Client }

const formula = '=HYPERLINK("https://evil.example")'
const odd: Partial<Event>[] = [
  { title: formula, location: '+49 731', description: '@SUM(A1)\n\n-1; "quoted", \'single\'' },
  { title: "'=already guarded", location: "'Ulm", tags: ['a, b', 'c;d', 'e|f', '=g', 'plain'] },
  { title: '机器人 "Cup"\u2028x', location: 'Köln', country: 'DE', program: 'FRC' },
  { title: ' spaces around ', description: '  indented\r\nlines\n\n\n' },
  { title: 'Typed place', coordinates: { latitude: -1.25, longitude: -77.5 } },
  { title: 'From elsewhere', externalSource: 'frc', externalId: '2031ABCA' },
]

const everything = async () => {
  const { docs } = await platform.payload.find({
    collection: 'events',
    sort: 'id',
    depth: 0,
    pagination: false,
    overrideAccess: true,
  })
  return docs
}

beforeAll(async () => {
  platform = await startTestPlatform()
  staff = (await signedInApp(platform, 'staff')).app
  owner = await signedInApp(platform)
  for (const details of odd) await createEvent(platform.payload, { description: 'x', ...details })
  await createEvent(platform.payload, { title: 'Own draft', status: 'draft', createdBy: owner.id })
  await createEvent(platform.payload, { title: 'Draft of nobody', status: 'draft' })
  // More than a part of an export may weigh.
  for (let number = 1; number <= 3; number += 1)
    await createEvent(platform.payload, {
      title: `Long ${number}`,
      description: 'ü'.repeat(200_000),
    })
})
afterAll(() => platform.stop())

const titlesIn = (csv: string) =>
  parse<{ title: string }>(csv, { columns: true, bom: true }).map(({ title }) => title)

describe('who may export', () => {
  it.each(['csv', 'json', 'ics'])('events.%s: signed-in users alone', async (format) => {
    expect((await appOf(platform.url).get(`events.${format}`)).status).toBe(401)
  })

  it('staff get all events, an owner their own, others none', async () => {
    const all = titlesIn((await staff.get('events.csv')).body as string)
    expect(all).toHaveLength(11)
    expect(all).toContain('Draft of nobody')
    expect(titlesIn((await owner.app.get('events.csv')).body as string)).toEqual(['Own draft'])
    const other = await signedInApp(platform)
    expect((await other.app.get('events.json')).body).toEqual([])
  })

  it('has the filters of the list', async () => {
    expect(titlesIn((await staff.get('events.csv?status=draft')).body as string)).toEqual([
      'Own draft',
      'Draft of nobody',
    ])
    expect((await staff.get('events.json?program=frc')).body).toMatchObject([{ country: 'DE' }])
    expect((await staff.get('events.csv?start_date=soon')).status).toBe(400)
  })

  it('answers HEAD with the headers alone', async () => {
    const { body, headers, status } = await staff.send('HEAD', 'events.csv')
    expect([status, body]).toEqual([200, ''])
    expect(headers.get('content-disposition')).toBe('attachment; filename="events.csv"')
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(headers.get('cache-control')).toContain('no-store')
  })
})

describe('a CSV', () => {
  it('has no cell that a spreadsheet would run', async () => {
    const csv = (await staff.get('events.csv')).body as string
    const rows = parse(csv, { bom: true })
    const texts = rows.flat().filter((cell) => !/^-?\d+(?:\.\d+)?$/.test(cell))
    expect(texts.filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([])
    expect(titlesIn(csv)).toContain(`'${formula}`)
  })

  it('is imported again without a change', async () => {
    const before = await everything()
    const file = path.join(platform.dataDir, 'events.csv')
    await writeFile(file, (await staff.get('events.csv')).body as string)

    const { code, stderr, stdout } = await runImport([file], platform, { format: 'csv' })

    expect([code, stderr, stdout]).toEqual([
      0,
      '',
      `✓ Events    0 created, 0 updated, ${before.length} unchanged\n`,
    ])
    expect(await everything()).toEqual(before)
  })

  it('changes what was changed in a spreadsheet, and nothing else', async () => {
    const csv = (await staff.get('events.csv?program=frc')).body as string
    const file = path.join(platform.dataDir, 'changed.csv')
    await writeFile(file, csv.replace('Köln', 'Ulm').replace(',published,10,', ',published,11,'))
    const before = (await everything()).find(({ program }) => program === 'FRC')!

    const { stdout } = await runImport([file], platform, { format: 'csv' })

    expect(stdout).toContain('0 created, 1 updated, 0 unchanged')
    const after = (await everything()).find(({ id }) => id === before.id)!
    expect(after).toMatchObject({ location: 'Ulm', maxParticipants: 11, title: before.title })
    expect(after.externalSource ?? null).toBeNull()
  })

  it('of another server makes new events, once', async () => {
    const csv = (await staff.get('events.csv?search=elsewhere')).body as string
    const file = path.join(platform.dataDir, 'other.csv')
    const [header, row] = csv.split('\r\n')
    const other = row!
      .replace('2031ABCA', '2031XYZ')
      .replace(/,20\d\d-[^,]*,([^,]*),([^,]*)$/, ',2020-01-01T00:00:00Z,$1,$2')
    await writeFile(file, [header, other, ''].join('\r\n'))

    const first = await runImport([file], platform, { format: 'csv' })
    const again = await runImport([file], platform, { format: 'csv' })

    expect(first.stdout).toContain('1 created, 0 updated')
    expect(again.stdout).toContain('0 created, 0 updated, 1 unchanged')
  })

  it('that a rule refuses is not imported at all', async () => {
    const event = await createEvent(platform.payload, { title: 'Refused', maxParticipants: 5 })
    const { app } = await signedInApp(platform)
    await app.post(`events/${event.id}/register/`)
    const csv = (await staff.get('events.csv?search=Refused')).body as string
    const [header, row] = csv.split('\r\n')
    const file = path.join(platform.dataDir, 'refused.csv')
    const shrunk = row!.replace(',published,5,', ',published,0,')
    await writeFile(file, [header, shrunk, ''].join('\r\n'))
    const zero = await runImport([file], platform, { format: 'csv' })
    expect(zero.stderr).toContain('line 2: max_participants "0" is no number of seats')

    const other = row!
      .replace('Refused', 'Renamed')
      .replace(/(\d{4})-\d\d-\d\dT[^,]*,(\d{4})/, '2031-05-03T08:00:00Z,1999')
    await writeFile(file, [header, other, ''].join('\r\n'))
    const { code, stderr } = await runImport([file], platform, { format: 'csv' })
    expect(code).toBe(1)
    expect(stderr).toContain('line 2: end is not after start')
  })
})

it('JSON has the same events with their types', async () => {
  const { body, headers } = await staff.get('events.json?search=Typed')
  expect(headers.get('content-type')).toContain('application/json')
  expect(body).toMatchObject([
    {
      title: 'Typed place',
      latitude: -1.25,
      longitude: -77.5,
      coordinates_source: 'typed',
      tags: [],
      program: null,
      max_participants: 10,
      registered_count: 0,
    },
  ])
})

it('a calendar can be read by others, in several parts', async () => {
  const text = (await staff.get('events.ics')).body as string
  const { bad, events } = readIcs(linesOf('events.ics', Buffer.from(text)), { now: new Date() })
  expect(bad).toEqual([])
  expect(events.length).toBeGreaterThanOrEqual(11)
  expect(text.match(/BEGIN:VTIMEZONE/g)).toHaveLength(1)
  expect(text.endsWith('END:VEVENT\r\nEND:VCALENDAR\r\n')).toBe(true)
})

describe('npm run export', () => {
  const run = async (...args: string[]) => {
    const printed = { stdout: '', stderr: '' }
    const nothing = () => undefined
    const code = await exportToFile(args, {
      open: async () => ({ payload: platform.payload, stop: () => Promise.resolve() }),
      print: (text) => void (printed.stdout += text),
      printError: (text) => void (printed.stderr += text),
      progress: { begin: nothing, advance: nothing, end: nothing },
    })
    return { code, ...printed }
  }

  it('writes a file, and does not replace one', async () => {
    const file = path.join(platform.dataDir, 'out.csv')
    const first = await run(file, '--status', 'draft')
    expect([first.code, first.stdout]).toEqual([0, `✓ 2 events in ${file}`])
    expect(titlesIn(await readFile(file, 'utf8'))).toEqual(['Own draft', 'Draft of nobody'])
    const again = await run(file)
    expect([again.code, again.stderr]).toEqual([
      1,
      `✗ ${file} exists. Name another file, or replace it with --force.`,
    ])
    expect((await run(file, '--force', '--status', 'draft')).code).toBe(0)
  })

  it.each([
    [[], 'One file is needed, not 0'],
    [['events.xls'], '--format takes one of csv, json, ics'],
    [['events'], 'events does not say its format'],
    [['x.csv', '--from', 'soon'], '--from: '],
    [['/nowhere/at/all.csv'], '/nowhere/at/all.csv cannot be written (ENOENT)'],
  ])('%j: %s', async (args, reason) => {
    const { code, stderr } = await run(...args)
    expect(code).toBe(1)
    expect(stderr).toContain(reason)
  })
})
