import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals'
import { parse } from 'csv-parse/sync'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Pool } from 'pg'

import { findBrokenInvariants } from '../support/invariants.ts'
import { runImport, runImportCommand } from '../support/runImport.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

// The first import runs on the command line, on a machine that may be busy.
jest.setTimeout(180_000)

/** The real season of 2018. The data is not part of this project: it is read from its own folder. */
const folder = path.resolve(process.env.FRC_DATA ?? '../shared/data', 'frc-2018')
const isHere = existsSync(path.join(folder, 'events.json'))
const file = (name: string) => path.join(folder, name)

interface Row {
  event_code: string
  team: string
  nickname: string
}

const csv = async (name: string) =>
  parse(await readFile(file(name), 'utf8'), { columns: true, trim: true }) as unknown as Row[]

if (!isHere) console.warn(`SKIPPED: the real season of 2018 is not in ${folder} (see FRC_DATA)`)

const describeWhereItIs = isHere ? describe : describe.skip

describeWhereItIs('the real season of 2018', () => {
  let platform: TestPlatform
  const files = [
    file('events.json'),
    '--entries',
    file('entries.csv'),
    '--teams',
    file('teams.csv'),
  ]

  const query = async (sql: string) => {
    const { pool } = platform.payload.db as unknown as { pool: Pool }
    return (await pool.query(sql)).rows
  }

  beforeAll(async () => {
    platform = await startTestPlatform()
    const { code, stderr } = await runImportCommand(files)
    expect([code, stderr]).toEqual([0, ''])
  })

  afterAll(async () => {
    expect(await findBrokenInvariants(platform.payload)).toEqual([])
    await platform.stop()
  })

  it('has every event, from the start of its first day to the end of its last, in its time zone', async () => {
    const source = JSON.parse(await readFile(file('events.json'), 'utf8')) as {
      code: string
      name: string
      dateStart: string
      dateEnd: string
    }[]
    const local = (column: string) =>
      `to_char(${column} AT TIME ZONE timezone, 'YYYY-MM-DD"T"HH24:MI:SS')`

    const events = await query(
      `SELECT external_id, title, ${local('start_date')} AS starts, ${local('end_date')} AS ends
       FROM events ORDER BY external_id`,
    )

    const expected = source.map(({ code, dateEnd, dateStart, name }) => ({
      external_id: `2018${code}`,
      title: name.trim(),
      starts: dateStart,
      ends: dateEnd,
    }))
    expect(events).toHaveLength(184)
    expect(events).toEqual(expected.sort((a, b) => (a.external_id < b.external_id ? -1 : 1)))
  })

  it('has every team with its name', async () => {
    const teams = await csv('teams.csv')

    const accounts = await query(
      `SELECT username, display_name FROM users WHERE email LIKE '%@frc.invalid'`,
    )

    expect(accounts).toHaveLength(3645)
    expect(new Map(accounts.map((row) => [row.username, row.display_name]))).toEqual(
      new Map(teams.map(({ nickname, team }) => [`frc${team}`, nickname])),
    )
  })

  it('has exactly the teams of the source in each event', async () => {
    const entries = await csv('entries.csv')

    const places = await query(
      `SELECT external_id || ' ' || username AS place
       FROM registrations JOIN events ON events.id = event_id JOIN users ON users.id = user_id
       WHERE state = 'confirmed' ORDER BY 1`,
    )

    const expected = entries.map(({ event_code, team }) => `2018${event_code} frc${team}`)
    expect(places).toHaveLength(6989)
    expect(new Set(places.map(({ place }) => place))).toEqual(new Set(expected))
  })

  it('does not change at a second import', async () => {
    const { code, stdout } = await runImport(files, platform)
    expect(code).toBe(0)
    expect(stdout).toMatch(/Events +0 created, 0 updated, 184 unchanged/)
    expect(stdout).toMatch(/Accounts +0 created, 0 updated, 3645 unchanged/)
    expect(stdout).toMatch(/Entries +0 registered, 6989 already there, 0 refused/)
  })
})
