import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { createServer, type Server } from 'node:http'
import { writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import path from 'node:path'

import { signedInUser } from '../factories/users.ts'
import { runImport } from '../support/runImport.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

let platform: TestPlatform
let server: Server
let served = ''

beforeAll(async () => {
  platform = await startTestPlatform()
  server = createServer((req, res) => {
    if (req.url === '/calendar.ics') res.end(served)
    else res.writeHead(404).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})

afterAll(async () => {
  server.close()
  await platform.stop()
})

const entry = (uid: string, ...lines: string[]) => [
  'BEGIN:VEVENT',
  `UID:${uid}`,
  `SUMMARY:Event ${uid}`,
  'DTSTART;TZID=Europe/Berlin:20310306T080000',
  'DTEND;TZID=Europe/Berlin:20310306T100000',
  'LOCATION:Ulm',
  ...lines,
  'END:VEVENT',
]

const calendar = (...lines: string[]) =>
  ['BEGIN:VCALENDAR', ...lines, 'END:VCALENDAR', ''].join('\r\n')

const run = (...args: string[]) => runImport(args, platform, { format: 'ics' })

async function runFile(content: string, ...args: string[]) {
  const file = path.join(platform.dataDir, 'calendar.ics')
  await writeFile(file, content)
  return run(file, ...args)
}

const stored = async (...ids: string[]) => {
  const { docs } = await platform.payload.find({
    collection: 'events',
    where: { externalSource: { equals: 'ics' }, externalId: { in: ids } },
    sort: 'externalId',
    depth: 0,
    overrideAccess: true,
  })
  return docs
}

it('makes drafts of a calendar, and finds them again by their UID', async () => {
  const { user } = await signedInUser(platform.payload)
  const first = await runFile(calendar(...entry('a1'), ...entry('a2')), '--owner', user.username)
  expect([first.code, first.stderr, first.stdout]).toEqual([
    0,
    '',
    '✓ Events    2 created, 0 updated, 0 unchanged\n',
  ])
  const [a1] = await stored('a1', 'a2')
  expect(a1).toMatchObject({
    title: 'Event a1',
    status: 'draft',
    maxParticipants: 60,
    createdBy: user.id,
    timezone: 'Europe/Berlin',
    startDate: '2031-03-06T07:00:00.000Z',
  })
  await platform.payload.update({
    collection: 'events',
    id: a1!.id,
    data: { status: 'published', maxParticipants: 7 },
    overrideAccess: true,
  })

  const moved = entry('a1').map((line) => line.replace('20310306', '20310307'))
  const again = await runFile(calendar(...moved, ...entry('a2')))

  expect(again.stdout).toBe('✓ Events    0 created, 1 updated, 1 unchanged\n')
  const [after] = await stored('a1')
  expect(after).toMatchObject({
    id: a1!.id,
    status: 'published',
    maxParticipants: 7,
    startDate: '2031-03-07T07:00:00.000Z',
  })
})

it('writes nothing of a calendar with a bad event, unless it may be skipped', async () => {
  const bad = entry('b2').map((line) => line.replace('Europe/Berlin', 'Mars/Olympus'))
  const content = calendar(...entry('b1'), ...bad)

  const refused = await runFile(content)
  expect(refused.code).toBe(1)
  expect(refused.stderr).toContain('✗ 1 bad row:')
  expect(refused.stderr).toContain(
    'calendar.ics, event 2 (Event b2): names the time zone "Mars/Olympus"',
  )
  expect(refused.stderr).toContain('Nothing was imported.')
  expect(await stored('b1', 'b2')).toEqual([])

  const skipped = await runFile(content, '--skip-bad')
  expect([skipped.code, (await stored('b1', 'b2')).length]).toEqual([0, 1])
})

it('shows what it would do with --dry-run, and does nothing', async () => {
  const { code, stdout } = await runFile(calendar(...entry('c1')), '--dry-run')

  expect(code).toBe(0)
  expect(stdout).toContain('+ 2031-03-06T07:00:00.000Z Event c1 (Europe/Berlin)')
  expect(stdout).toContain('Nothing was written. Events: 1 created, 0 updated, 0 unchanged')
  expect(await stored('c1')).toEqual([])
})

it('leaves it to people to cancel what the calendar has cancelled', async () => {
  await runFile(calendar(...entry('d1')))
  const [before] = await stored('d1')

  const { code, stderr } = await runFile(calendar(...entry('d1', 'STATUS:CANCELLED')))

  expect(code).toBe(0)
  expect(stderr).toContain(`The source has cancelled "Event d1". Cancel event ${before!.id}`)
  expect((await stored('d1'))[0]!.status).toBe('draft')
})

describe('a calendar at an address', () => {
  const address = (name: string) =>
    `http://127.0.0.1:${(server.address() as AddressInfo).port}/${name}`

  it('is fetched', async () => {
    served = calendar(...entry('e1'))

    expect((await run(address('calendar.ics'))).code).toBe(0)
    expect(await stored('e1')).toHaveLength(1)
  })

  it.each([
    ['nothing.ics', 'answers 404'],
    ['calendar.ics', 'is no calendar'],
  ])('%s: %s', async (name, reason) => {
    served = '<!doctype html>'
    const { code, stderr } = await run(address(name))

    expect(code).toBe(1)
    expect(stderr).toContain(reason)
  })
})

it.each([
  [[], 'One file is needed, not 0'],
  [['none.ics'], 'none.ics does not exist'],
  [['a.ics', '--zone', 'Mars'], '--zone takes a time zone'],
  [['a.ics', '--encoding', 'mars'], '--encoding takes a name'],
  [['a.ics', '--nothing'], "Unknown option '--nothing'"],
  [['https://127.0.0.1:1/calendar.ics'], 'cannot be read: '],
])('%j: %s', async (args, reason) => {
  const { code, stderr, stdout } = await run(...args)

  expect([code, stdout]).toEqual([1, ''])
  expect(stderr).toContain(reason)
})

it('refuses an owner who is nobody', async () => {
  const { code, stderr } = await runFile(calendar(...entry('f1')), '--owner', 'nobody-at-all')

  expect(code).toBe(1)
  expect(stderr).toContain('nobody is called "nobody-at-all"')
  expect(await stored('f1')).toEqual([])
})
