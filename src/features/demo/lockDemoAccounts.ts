import type { Payload } from 'payload'

import { poolOf } from '../../database/connection.ts'
import { servicesOf } from '../../shared/services.ts'
import { accounts, emailOf } from './people.ts'
import { endPasswords, findPasswords } from './queries.ts'

const emails = accounts.map(({ username }) => emailOf(username))

/**
 * Takes the password that everybody can read in this source from the demo's accounts, and ends their
 * sessions. Accounts whose password was changed stay as they are.
 *
 * @returns the usernames of the accounts that had it
 */
export async function lockDemoAccounts(payload: Payload, knownPassword: string): Promise<string[]> {
  const { hashingPool } = servicesOf(payload)
  const connection = poolOf(payload)
  const open = []
  for (const account of await findPasswords(connection, emails)) {
    const isKnown =
      account.hash !== null && (await hashingPool.compare(knownPassword, account)).matches
    if (isKnown) open.push(account)
  }
  await endPasswords(
    connection,
    open.map(({ id }) => id),
  )
  return open.map(({ username }) => username)
}

/**
 * Gives the demo's accounts that have no password theirs again, for a start with the demo.
 *
 * @returns how many accounts got it
 */
export async function unlockDemoAccounts(payload: Payload, password: string): Promise<number> {
  const locked = (await findPasswords(poolOf(payload), emails)).filter(({ hash }) => hash === null)
  for (const { id } of locked) {
    await payload.update({
      collection: 'users',
      id,
      data: { password },
      depth: 0,
      overrideAccess: true,
    })
  }
  return locked.length
}
