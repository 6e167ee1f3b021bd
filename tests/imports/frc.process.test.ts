import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals'
import { setTimeout as sleep } from 'node:timers/promises'

import { eventRow } from '../factories/season.ts'
import { signedInUser } from '../factories/users.ts'
import { clientOf } from '../support/client.ts'
import { importedSeason } from '../support/importedSeason.ts'
import { findBrokenInvariants } from '../support/invariants.ts'
import {
  type ImportRun,
  runImport,
  runImportCommand,
  startImportCommand,
} from '../support/runImport.ts'
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

/** Rows as messy as the real ones. Each test uses its own codes. */
const messy = (code: string) => [
  eventRow(`${code}1`, {
    name: ' The "Big" Bolt & Nut ',
    venue: 'UIC Pavilion ',
    website: 'http://frc.example/',
  }),
  eventRow(`${code}2`, { venue: 'UIC Pavilion ', website: '', timezone: 'Hawaiian Standard Time' }),
]

describe('a past season, imported on the command line', () => {
  let run: ImportRun

  beforeAll(async () => {
    const args = await desk.files({
      events: messy('PAST'),
      teams: ['11,MORT,Flanders', '12,"The ""A"" Team & Co. ",Ulm', '13,,Ulm'],
      entries: ['PAST1,12', 'PAST1,11', 'PAST2,12', 'PAST1,13'],
    })
    run = await runImportCommand(args)
  })

  it('is stored as it was', async () => {
    const { code, stderr, stdout } = run
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toContain('2 created, 0 updated, 0 unchanged')
    expect(stdout).toContain('3 created, 0 updated, 0 unchanged')
    expect(stdout).toContain('4 registered, 0 already there, 0 refused')
    expect(stdout).toContain('Every event holds exactly the teams of the source')
    expect(await desk.eventOf('2018PAST1')).toMatchObject({
      title: 'The "Big" Bolt & Nut',
      location: 'UIC Pavilion, Ulm, BW, Germany',
      description: expect.stringContaining('Website: http://frc.example/'),
      timezone: 'America/New_York',
      startDate: '2018-03-08T05:00:00.000Z',
      endDate: '2018-03-11T04:59:59.000Z',
      status: 'published',
      maxParticipants: 60,
      registeredCount: 3,
      externalSource: 'frc',
      program: 'FRC',
      country: 'DE',
    })
    const roster = await desk.rosterOf('2018PAST1')
    expect(roster.map(({ attendeeName }) => attendeeName)).toEqual([
      'MORT',
      'Team 13',
      'The "A" Team & Co.',
    ])
    expect(roster[0]!.registeredAt).toBe('2018-03-08T04:59:59.000Z')
    expect(await desk.namesIn('2018PAST2')).toEqual(['The "A" Team & Co.'])
  })

  it('prints no control characters when the output is not a terminal', () => {
    const { stdout } = run
    const ours = stdout.split('\n').filter((line) => /^(✓| {2})/.test(line))
    expect(ours.length).toBeGreaterThan(4)
    // eslint-disable-next-line no-control-regex -- the test looks for them
    expect(ours.join('\n')).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f]/)
    expect(stdout).not.toContain('%')
  })

  it.each([
    ['/api/users/login', { username: 'frc11' }],
    ['/api/users/login', { email: 'frc12@frc.invalid' }],
    ['/api/v1/auth/login/', { username: 'frc13' }],
  ])('has teams whose accounts no password signs in at %s %j', async (path, identity) => {
    for (const password of ['', 'null', 'frc13']) {
      const { status } = await clientOf(platform.url).post(path, { ...identity, password })
      expect([400, 401]).toContain(status)
    }
  })
})

describe('--owner', () => {
  it('owns the new events and those without an owner, on the command line, and takes none away', async () => {
    const [first, second] = await Promise.all([
      signedInUser(platform.payload, 'attendee'),
      signedInUser(platform.payload, 'attendee'),
    ])
    const files = await desk.files({ events: [eventRow('OWN1')] })
    const ownerOf = async (code: string) => (await desk.eventOf(code)).createdBy
    expect((await runImport(files, platform)).code).toBe(0)
    expect(await ownerOf('2018OWN1')).toBeNull()

    const both = await desk.files({ events: [eventRow('OWN1'), eventRow('OWN2')] })
    const named = await runImportCommand([
      ...both,
      '--owner',
      ` ${first.user.username.toUpperCase()} `,
    ])

    expect([named.code, named.stderr]).toEqual([0, ''])
    expect(named.stdout).toContain('1 created, 1 updated, 0 unchanged')
    expect(await ownerOf('2018OWN1')).toMatchObject({ id: first.user.id })
    expect(await ownerOf('2018OWN2')).toMatchObject({ id: first.user.id })
    const change = { title: 'Theirs' }
    const { id } = await desk.eventOf('2018OWN1')
    const { status } = await clientOf(platform.url, first.token).patch(`/api/events/${id}`, change)
    expect(status).toBe(200)

    const again = await runImport([...both, '--owner', second.user.email], platform)

    expect(again.code).toBe(0)
    expect(await ownerOf('2018OWN1')).toMatchObject({ id: first.user.id })
  })
})

describe('a second import', () => {
  it('changes nothing that already equals the source', async () => {
    const args = await desk.files({
      events: messy('SAME'),
      teams: ['21,One,Ulm', '22,Two,Ulm'],
      entries: ['SAME1,21', 'SAME1,22', 'SAME2,21'],
    })
    await runImport(args, platform)
    const before = [
      await desk.everything(),
      await desk.eventOf('2018SAME1'),
      await desk.rosterOf('2018SAME1'),
    ]

    const { code, stdout } = await runImport(args, platform)

    expect(code).toBe(0)
    expect(stdout).toContain('0 created, 0 updated, 2 unchanged')
    expect(stdout).toContain('0 registered, 3 already there, 0 refused')
    expect([
      await desk.everything(),
      await desk.eventOf('2018SAME1'),
      await desk.rosterOf('2018SAME1'),
    ]).toEqual(before)
  })

  it('follows the source, and keeps the settings of the organisers', async () => {
    const first = await desk.files({
      events: messy('EDIT'),
      teams: ['31,One,Ulm', '32,Two,Ulm'],
      entries: ['EDIT1,31'],
    })
    await runImport(first, platform)
    const { id } = await desk.eventOf('2018EDIT1')
    const theirs = { maxParticipants: 1, waitlistEnabled: true, title: 'Staff wrote this' }
    await desk.staff.patch(`/api/events/${id}`, theirs)

    const { code, stdout } = await runImport(
      await desk.files({
        events: messy('EDIT'),
        teams: ['31,One,Ulm', '32,Two & a half,Ulm', '33,Three,Ulm'],
        entries: ['EDIT1,31', 'EDIT1,32', 'EDIT1,33'],
      }),
      platform,
    )

    expect(code).toBe(0)
    expect(stdout).toContain('0 created, 1 updated, 1 unchanged')
    expect(stdout).toContain('1 created, 1 updated, 1 unchanged')
    expect(stdout).toContain('2 registered, 1 already there, 0 refused')
    expect(await desk.eventOf('2018EDIT1')).toMatchObject({
      id,
      title: 'The "Big" Bolt & Nut',
      waitlistEnabled: true,
      maxParticipants: 3,
      registeredCount: 3,
    })
    expect(await desk.namesIn('2018EDIT1')).toEqual(['One', 'Three', 'Two & a half'])
  })

  it('never lowers a capacity, and adds seats for people who registered themselves', async () => {
    await runImport(await desk.files({ events: [eventRow('ROOM')] }), platform)
    const { id } = await desk.eventOf('2018ROOM')
    const { user } = await signedInUser(platform.payload)
    await desk.staff.patch(`/api/events/${id}`, { endDate: '2099-01-01T00:00:00.000Z' })
    await desk.staff.post('/api/registrations', { event: id, user: user.id })
    await desk.staff.patch(`/api/events/${id}`, { maxParticipants: 1 })

    const one = await runImport(
      await desk.files({ events: [eventRow('ROOM')], entries: ['ROOM,41'] }),
      platform,
    )
    const after = await desk.eventOf('2018ROOM')
    await desk.staff.patch(`/api/events/${id}`, { maxParticipants: 500 })
    const two = await runImport(
      await desk.files({ events: [eventRow('ROOM')], entries: ['ROOM,41'] }),
      platform,
    )

    expect([one.code, two.code]).toEqual([0, 0])
    expect(after).toMatchObject({ maxParticipants: 2, registeredCount: 2 })
    expect((await desk.eventOf('2018ROOM')).maxParticipants).toBe(500)
  })

  it('names the teams that only the platform or only the source has', async () => {
    const events = [eventRow('DIFF')]
    await runImport(await desk.files({ events, entries: ['DIFF,51', 'DIFF,52'] }), platform)

    const fewer = await runImport(await desk.files({ events, entries: ['DIFF,51'] }), platform)
    const { id } = await desk.eventOf('2018DIFF')
    await desk.staff.patch(`/api/events/${id}`, { status: 'cancelled' })
    const more = await runImport(
      await desk.files({ events, entries: ['DIFF,51', 'DIFF,53'] }),
      platform,
    )

    expect([fewer.code, fewer.stderr]).toEqual([1, '✗ 2018DIFF holds frc52, not in the source\n'])
    expect(more.code).toBe(1)
    expect(more.stderr).toContain('2018DIFF: This event was cancelled (team 51, 53)')
    expect(more.stderr).toContain('2018DIFF lacks team 51, 53')
  })

  it('takes a part of the entries for a part with --partial', async () => {
    const events = [eventRow('PART1'), eventRow('PART2')]
    const all = ['PART1,51', 'PART1,52', 'PART2,51']
    await runImport(await desk.files({ events, entries: all }), platform)

    const part = await desk.files({ events, entries: ['PART1,52', 'PART1,53'] })
    const whole = await runImport(part, platform)
    const partial = await runImport([...part, '--partial'], platform)

    // An event without an entry in the file is not compared.
    expect([whole.code, whole.stderr]).toEqual([1, '✗ 2018PART1 holds frc51, not in the source\n'])
    expect([partial.code, partial.stderr]).toEqual([0, ''])
    expect(partial.stdout).toContain('✓ Every event holds the teams of the source')
    expect(await desk.namesIn('2018PART1')).toEqual(['Team 51', 'Team 52', 'Team 53'])
  })

  it('finds an event whatever the case of its code', async () => {
    await runImport(await desk.files({ events: [eventRow('CASE')] }), platform)
    const { id } = await desk.eventOf('2018CASE')
    await desk.staff.patch(`/api/events/${id}`, { externalId: '2018case' })

    const { code, stdout } = await runImport(
      await desk.files({ events: [eventRow('Case', { name: 'Again' })], entries: ['cASE,54'] }),
      platform,
    )

    expect([code, stdout]).toEqual([0, expect.stringContaining('0 created, 1 updated')])
    expect(await desk.eventOf('2018CASE')).toMatchObject({ id, title: 'Again', registeredCount: 1 })
  })

  it('completes an import that was killed', async () => {
    const codes = Array.from({ length: 24 }, (_, index) => `KILL${index}`)
    const teams = Array.from({ length: 50 }, (_, index) => index + 6000)
    const args = await desk.files({
      events: codes.map((code) => eventRow(code)),
      entries: codes.flatMap((code) => teams.map((team) => `${code},${team}`)),
    })
    const before = await desk.count('registrations')

    const { child, ended } = startImportCommand(args)
    while ((await desk.count('registrations')) < before + 20) await sleep(5)
    child.kill('SIGKILL')
    await ended
    const left = (await desk.count('registrations')) - before
    const { code, stdout } = await runImport(args, platform)

    expect(left).toBeLessThan(1200)
    expect(stdout).toMatch(/Events +0 created, 0 updated, 24 unchanged/)
    expect(code).toBe(0)
    expect((await desk.count('registrations')) - before).toBe(1200)
  })
})

describe('another program', () => {
  const numbers = Array.from({ length: 12 }, (_, index) => index + 7001)
  const named = (name: string) => numbers.map((number) => `${number},${name} ${number},Ulm`)
  const nameOf = async (username: string) => {
    const { body } = await desk.staff.get(`/api/users?where[username][equals]=${username}`)
    return body.docs[0]?.displayName
  }

  it('has teams of the same numbers, events of the same codes, and accounts of its own', async () => {
    const files = { entries: ['SAME9,7001'], teams: named('Gears') }
    await runImport(await desk.files({ ...files, events: [eventRow('SAME9')] }), platform)
    const ftc = eventRow('same9', { typeName: 'Qualifier', timezone: 'America/Toronto' })
    const events = { events: [ftc], eventCount: 1 }

    const { code, stdout } = await runImport(
      await desk.files({ ...files, teams: named('Bolts'), events }),
      platform,
    )

    expect([code, stdout]).toEqual([0, expect.stringContaining('12 created, 0 updated')])
    expect([await nameOf('frc7001'), await nameOf('ftc7001')]).toEqual(['Gears 7001', 'Bolts 7001'])
    expect(await desk.namesIn('2017SAME9')).toEqual(['Bolts 7001'])
    expect(await desk.namesIn('2018SAME9')).toEqual(['Gears 7001'])
  })

  it('does not rename the teams of this one, unless somebody says so', async () => {
    const events = [eventRow('RENAME')]
    await runImport(await desk.files({ events, teams: named('Gears') }), platform)
    const args = await desk.files({ events, teams: named('Nuts') })

    const refused = await runImport(args, platform)
    const kept = await nameOf('frc7001')
    const { code } = await runImport([...args, '--rename-teams'], platform)

    expect([refused.code, refused.stdout, kept]).toEqual([1, '', 'Gears 7001'])
    expect(refused.stderr).toMatch(
      /renames 12 of 12 stored teams, such as frc\d+: "Gears \d+" would/,
    )
    expect([code, await nameOf('frc7001')]).toEqual([0, 'Nuts 7001'])
  })
})

describe('--season', () => {
  it('imports the same file as a coming season that is open for registration', async () => {
    const files = { events: messy('NEXT'), teams: ['61,One,Ulm'], entries: ['NEXT1,61'] }
    const args = await desk.files(files)
    const year = new Date().getFullYear() + 2

    const past = await runImport(args, platform)
    const next = await runImport([...args, '--season', String(year)], platform)
    const again = await runImport([...args, '--season', String(year)], platform)

    expect([past.code, next.code, again.code]).toEqual([0, 0, 0])
    expect(next.stdout).toContain('2 created, 0 updated, 0 unchanged')
    expect(again.stdout).toContain('0 created, 0 updated, 2 unchanged')
    const event = await desk.eventOf(`${year}NEXT1`)
    const local = new Date(event.startDate).toLocaleString('en-GB', {
      timeZone: event.timezone,
      weekday: 'long',
      hour: '2-digit',
      minute: '2-digit',
    })
    expect(local).toMatch(/^Thursday,? (at )?00:00$/)
    expect(event).toMatchObject({ isUpcoming: true, registeredCount: 1 })
    expect(await desk.namesIn('2018NEXT1')).toEqual(['One'])
    const [registration] = await desk.rosterOf(`${year}NEXT1`)
    expect(Date.parse(registration!.registeredAt)).toBeLessThanOrEqual(Date.now())
  })
})
