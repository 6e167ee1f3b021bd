import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals'

import { startEmbedded } from '../../src/runtime/embeddedPostgres/startEmbedded.ts'
import { eventRow } from '../factories/season.ts'
import { signedInUser } from '../factories/users.ts'
import { clientOf } from '../support/client.ts'
import { importedSeason } from '../support/importedSeason.ts'
import { findBrokenInvariants } from '../support/invariants.ts'
import { newMigratedDataDir } from '../support/migratedCluster.ts'
import { runImport, runImportCommand } from '../support/runImport.ts'
import { onCluster } from '../support/template.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

// Some tests wait for a process that they start, on a machine that may be busy.
jest.setTimeout(180_000)

let platform: TestPlatform
let desk: Awaited<ReturnType<typeof importedSeason>>

beforeAll(async () => {
  platform = await startTestPlatform()
  desk = await importedSeason(platform)
})

afterAll(async () => {
  expect(await findBrokenInvariants(platform.payload)).toEqual([])
  await platform.stop()
})

describe('bad rows', () => {
  const files = {
    events: [
      eventRow('BAD1'),
      eventRow('BAD2', { timezone: 'Mars Standard Time' }),
      eventRow('BAD1'),
    ],
    teams: ['71,One,Ulm', '71,Again,Ulm', 'x,Y,Z'],
    entries: ['BAD1,71', 'BAD1,71', 'BAD2,71', 'BAD1,72'],
  }

  it('are all listed, and nothing is imported', async () => {
    const before = await desk.everything()

    const { code, stderr, stdout } = await runImport(await desk.files(files), platform)

    expect([code, stdout]).toEqual([1, ''])
    expect(stderr.split('\n').map((line) => line.replace(/^ .*\/season-\w+\//, ''))).toEqual([
      '✗ 6 bad rows:',
      'events.json, event 2 (BAD2): timezone "Mars Standard Time" is not a time zone that Windows knows',
      'events.json, event 3 (BAD1): its code is already that of event 1 (BAD1)',
      'teams.csv, line 3: team 71 is already in line 2',
      'teams.csv, line 4: team is not the number of a team',
      'entries.csv, line 3: team 71 is already entered in BAD1 by line 2',
      'entries.csv, line 5: team 72 is not among the teams',
      'entries.csv: 1 entry has an event or a team that is among these bad rows',
      '✗ Nothing was imported. Correct the rows, or leave them out with --skip-bad.',
      '',
    ])
    expect(await desk.everything()).toEqual(before)
  })

  it('are skipped with --skip-bad, and still listed', async () => {
    const { code, stderr } = await runImport([...(await desk.files(files)), '--skip-bad'], platform)

    expect(code).toBe(0)
    expect(stderr).toContain('6 bad rows')
    expect(await desk.namesIn('2018BAD1')).toEqual(['One'])
    expect(await desk.count('events', 'where[externalId][equals]=2018BAD2')).toBe(0)
  })

  it('are told with their reasons when no good event remains', async () => {
    const args = await desk.files({ events: [eventRow('ONLY', { name: '' })] })

    const { code, stderr } = await runImport([...args, '--skip-bad'], platform)

    expect(code).toBe(1)
    expect(stderr).toMatch(/event 1 \(ONLY\): name is empty\n✗ .*events.json has no good row\.\n$/)
  })

  it('take one line for what follows from them, and one for many of one reason', async () => {
    const codes = Array.from({ length: 30 }, (_, index) => `MANY${index}`)
    const args = await desk.files({
      events: [eventRow('FINE'), ...codes.map((code) => eventRow(code, { timezone: null }))],
      teams: ['1,One,Ulm', 'x2,Two,Ulm'],
      entries: [
        ...codes.flatMap((code) => [1, 2, 3].map((team) => `${code},${team}`)),
        ...Array.from({ length: 20 }, (_, index) => `NOPE,${index + 1}`),
      ],
    })

    const { code, stderr } = await runImport(args, platform)

    expect(code).toBe(1)
    const lines = stderr.split('\n').map((line) => line.replace(/^ .*\/season-\w+\//, ''))
    expect(lines).toEqual([
      '✗ 51 bad rows:',
      expect.stringMatching(
        /^events.json, event 2 \(MANY0\), .* and 20 more: timezone is missing$/,
      ),
      'teams.csv, line 3: team is not the number of a team',
      expect.stringMatching(/^entries.csv, line 92, .* and 10 more: event NOPE is not among/),
      'entries.csv: 90 entries have an event or a team that is among these bad rows',
      '✗ Nothing was imported. Correct the rows, or leave them out with --skip-bad.',
      '',
    ])
  })

  it('include teams whose username belongs to another user', async () => {
    await signedInUser(platform.payload, 'attendee', { username: 'frc81' })
    const args = await desk.files({ events: [eventRow('NAME')], entries: ['NAME,81', 'NAME,82'] })
    const before = await desk.everything()

    const refused = await runImport(args, platform)
    const after = await desk.everything()
    const skipped = await runImport([...args, '--skip-bad'], platform)

    expect(refused.code).toBe(1)
    expect(refused.stderr).toContain("entries.csv, line 2: the username frc81 is somebody else's")
    expect(after).toEqual(before)
    expect(skipped.code).toBe(0)
    expect(await desk.namesIn('2018NAME')).toEqual(['Team 82'])
  })
})

describe('the address of an imported team', () => {
  it('cannot be used by anybody else', async () => {
    const { user, token } = await signedInUser(platform.payload)
    const email = 'FRC91@frc.INVALID'
    const account = { username: 'squatter', email, password: 'a Robot that 3ats bolts' }

    const created = await clientOf(platform.url).post('/api/users', account)
    const registered = await clientOf(platform.url).post('/api/v1/auth/register/', {
      ...account,
      password_confirm: account.password,
    })
    const moved = await clientOf(platform.url, token).patch(`/api/users/${user.id}`, { email })

    expect([created.status, registered.status, moved.status]).toEqual([400, 400, 400])
    expect(registered.body.details).toEqual({ email: ['No mail can reach this address'] })
  })
})

describe('the command line importer next to a running server', () => {
  it('uses the embedded database that the server has started', async () => {
    const dataDir = await newMigratedDataDir()
    const database = await startEmbedded(dataDir)
    try {
      const args = await desk.files({ events: [eventRow('SIDE')], entries: ['SIDE,95'] })

      const { code, stdout } = await runImportCommand(args, { DATABASE_URL: '', DATA_DIR: dataDir })

      expect(stdout).toContain('1 registered, 0 already there, 0 refused')
      expect(code).toBe(0)
      const { rows } = await onCluster(database.url, (client) =>
        client.query('SELECT attendee_name FROM registrations'),
      )
      expect(rows).toEqual([{ attendee_name: 'Team 95' }])
    } finally {
      await database.stop()
    }
  })
})

describe('an owner who cannot own', () => {
  beforeAll(() =>
    signedInUser(platform.payload, 'attendee', { username: 'sleeper', suspended: true }),
  )

  it.each([
    ['nobody', /^✗ --owner takes a username, and nobody is called "nobody"\.\n$/],
    ['', /^✗ --owner takes a username/],
    ['sleeper', /^✗ The user "sleeper" is suspended/],
  ])('is refused before anything is imported: %j', async (owner, message) => {
    const before = await desk.everything()
    const files = await desk.files({ events: [eventRow('NONE')], teams: ['99,One,Ulm'] })

    const { code, stderr, stdout } = await runImport([...files, '--owner', owner], platform)

    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(message)
    expect(await desk.everything()).toEqual(before)
  })
})

describe('wrong arguments and files', () => {
  it.each([
    ['an unknown flag', ['--nope'], "✗ Unknown option '--nope'\n"],
    ['a flag without its value', ['x.json', '--entries'], /^✗ Option '--entries <value>' arg/],
    ['an unknown program', ['x.json', '--program', 'x'], /^✗ --program takes one of frc, ftc, fll/],
    ['an unknown encoding', ['x.json', '--encoding', 'x'], /^✗ --encoding takes a name such as/],
    ['a year of two digits', ['x.json', '--season', '27'], /^✗ --season takes a year of four/],
    ['no file', [], /^✗ One file is needed, not 0\./],
    ['a file that is not there', ['nowhere.json'], '✗ nowhere.json does not exist.\n'],
    ['a folder', ['src'], '✗ src cannot be read (EISDIR).\n'],
    ['a file that is no JSON', ['jest.config.mjs'], /^✗ jest.config.mjs is not JSON \(.*\)\.\n$/],
    ['another JSON', ['package.json'], "✗ package.json is not a list of events like FIRST's.\n"],
  ])('%s is explained in one sentence', async (_name, args, message) => {
    const { code, stderr, stdout } = await runImport(args, platform)
    expect([code, stdout]).toEqual([1, ''])
    if (typeof message === 'string') expect(stderr).toBe(message)
    else expect(stderr).toMatch(message)
  })

  it('a database that cannot be reached is explained in one sentence, on the command line', async () => {
    const args = await desk.files({ events: [eventRow('ABCA')] })
    const env = { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' }
    const { code, stderr } = await runImportCommand(args, env)
    expect(code).toBe(1)
    expect(stderr).toMatch(/^✗ The database at 127.0.0.1:1\/none cannot be reached .*\n$/)
  })
})
