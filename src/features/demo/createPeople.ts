import type { PayloadRequest } from 'payload'

import { connectionOf } from '../../database/connection.ts'
import { saveTeamAccounts } from '../imports/public.ts'
import type { User } from '../../payload-types.ts'
import { accounts, crowd, emailOf, usernameOf } from './people.ts'

export interface People {
  /** The accounts that can sign in, by their usernames. */
  byUsername: Map<string, User>
  /** The ids of the people who register for events. */
  attendees: number[]
}

/** Creates the accounts of `people.ts`: a few with the password, and the crowd without a password. */
export async function createPeople(req: PayloadRequest, password: string): Promise<People> {
  const byUsername = new Map<string, User>()
  for (const account of accounts) {
    const user = await req.payload.create({
      collection: 'users',
      data: { ...account, email: emailOf(account.username), password },
      depth: 0,
      overrideAccess: true,
      req,
    })
    byUsername.set(account.username, user)
  }
  const saved = await saveTeamAccounts(
    await connectionOf(req),
    crowd.map((name) => ({
      username: usernameOf(name),
      email: emailOf(usernameOf(name)),
      displayName: name,
      fallbackName: name,
    })),
  )
  const signingIn = [...byUsername.values()].filter((user) => user.role === 'attendee')
  // The database returns them in any order. Sorted, the same people get the same places each time.
  const inOrder = saved.toSorted((one, other) => (one.email < other.email ? -1 : 1))
  return { byUsername, attendees: [...signingIn, ...inOrder].map((user) => user.id) }
}
