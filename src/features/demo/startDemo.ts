import { randomBytes } from 'node:crypto'
import type { Payload } from 'payload'

import { printLine } from '../../runtime/printLine.ts'
import { step } from '../../runtime/startupSteps.ts'
import { type Filled, fillDemo } from './fillDemo.ts'
import { type Account, accounts, emailOf } from './people.ts'

/** What the demo's accounts sign in with, on a database that the platform brought itself. */
const knownPassword = 'robots-at-play'

const describe = (filled: Filled | undefined) =>
  filled
    ? `${filled.events} events, ${filled.people} people, ${filled.registrations} registrations`
    : 'the database is not empty, so it was left as it is'

/** The accounts as lines of a table, under its head. */
function accountTable(password: string): string[] {
  const rows = accounts.map(({ role, username, displayName }: Account) => [
    role,
    username,
    emailOf(username),
    password,
    displayName,
  ])
  const table = [['Role', 'Username', 'Email', 'Password', 'Name'], ...rows]
  const widths = table[0]!.map((_, column) => Math.max(...table.map((row) => row[column]!.length)))
  return table.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]! + 2))
      .join('')
      .trimEnd(),
  )
}

/**
 * Fills the database for the demo and prints who can sign in, or says that it was not empty.
 *
 * A password that anybody can read in this file would be an open door to a database that may be
 * somebody's real one, however empty it is today. So on a database of the operator's own the demo
 * makes a password up, which is printed this once and kept nowhere.
 *
 * @param isOperators whether the operator named the database, instead of having it brought
 */
export async function startDemo(payload: Payload, isOperators: boolean): Promise<void> {
  const password = isOperators ? randomBytes(12).toString('base64url') : knownPassword
  const filled = await step('Demo', () => fillDemo(payload, password), describe)
  if (!filled) return
  const warning = isOperators
    ? 'This password is shown only now. Remove these accounts before the database gets real data.'
    : 'Everybody knows this password: keep the demo away from networks that you do not trust.'
  printLine(['', ...accountTable(password), warning, ''].map((line) => `  ${line}`).join('\n'))
}
