import { randomBytes } from 'node:crypto'
import type { Payload } from 'payload'

import { printLine } from '../shared/printLine.ts'
import { step } from '../shared/startup.ts'
import { type Filled, fillDemo } from '../features/demo/fillDemo.ts'
import { lockDemoAccounts, unlockDemoAccounts } from '../features/demo/lockDemoAccounts.ts'
import { type Account, accounts, emailOf } from '../features/demo/people.ts'

/** The password of the demo's accounts on the embedded database. */
const knownPassword = 'robots-at-play'

const describe = (filled: Filled | undefined) =>
  filled
    ? `${filled.events} events, ${filled.people} people, ${filled.registrations} registrations`
    : 'the database is not empty, so it was left as it is'

/** The accounts as the lines of a table with a header. */
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
 * Says so when the known password of the demo worked until this start without the demo, and ends it: the
 * operator may have put the folder on the internet.
 */
export async function endDemo(payload: Payload): Promise<void> {
  const locked = await lockDemoAccounts(payload, knownPassword)
  if (locked.length === 0) return
  payload.logger.warn(
    `This database has accounts of the demo (${locked.join(', ')}), whose password everybody knows. ` +
      'It does not work any more, and their sessions have ended. Delete these accounts in the panel, or ' +
      'give them new passwords. A start with --demo gives them the known one again.',
  )
}

/**
 * Fills the database for the demo and prints the accounts that can sign in, or prints that the
 * database was not empty. Accounts that a start without the demo has locked get the known password again.
 *
 * Everybody can read the known password in this file. A database that the operator configured may
 * become a real one, so there the demo uses a random password, prints it once and stores it nowhere.
 *
 * @param isOperators whether the operator configured the database (it is not the embedded one)
 */
export async function startDemo(payload: Payload, isOperators: boolean): Promise<void> {
  const password = isOperators ? randomBytes(12).toString('base64url') : knownPassword
  const filled = await step('Demo', () => fillDemo(payload, password), describe)
  const unlocked = filled || isOperators ? 0 : await unlockDemoAccounts(payload, password)
  if (!filled && unlocked === 0) return
  const warning = isOperators
    ? 'This password is shown only now. Remove these accounts before the database gets real data.'
    : 'Everybody knows this password: keep the demo away from networks that you do not trust.'
  printLine(['', ...accountTable(password), warning, ''].map((line) => `  ${line}`).join('\n'))
}
