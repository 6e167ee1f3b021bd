import { createLocalReq, type Payload } from 'payload'

import { poolOf as connectionOf } from '../../src/database/connection.ts'
import { findPrincipal } from '../../src/features/accounts/queries/principals.ts'
import { startSession } from '../../src/features/accounts/sessions.ts'
import { accessLifetimeSeconds } from '../../src/features/accounts/tokens.ts'
import { tokensOf } from '../../src/features/accounts/tokens.ts'
import { crowd } from '../factories/users.ts'
import { appOf, type Client, clientOf } from './client.ts'
import { poolOf } from './pool.ts'
import type { TestPlatform } from './testPlatform.ts'
import type { Role } from '../../src/features/accounts/rules.ts'

/** The access token that a user holds who has just signed in. */
export const accessTokenOf = (payload: Payload, userId: number, version = 0) =>
  tokensOf(payload).sign('access', { userId, version, lifetime: accessLifetimeSeconds })

const setRole = (payload: Payload, ids: number[], role: Role) =>
  poolOf(payload).query('UPDATE users SET role = $1 WHERE id = ANY($2)', [role, ids])

/** New users, each with an app that is signed in as them. */
export async function signedInApps({ payload, url }: TestPlatform, size: number, role?: Role) {
  const ids = (await crowd(payload, size)).map(({ id }) => id)
  if (role) await setRole(payload, ids, role)
  return ids.map((id) => ({ id, app: appOf(url, accessTokenOf(payload, id)) }))
}

export const signedInApp = async (platform: TestPlatform, role?: Role) =>
  (await signedInApps(platform, 1, role))[0]!

export interface Person {
  id: number
  client: Client
}

/** New attendees, each with a client of REST and GraphQL. */
export const signedInAttendees = async (
  { payload, url }: TestPlatform,
  size: number,
): Promise<Person[]> =>
  (await crowd(payload, size)).map(({ id, token }) => ({ id, client: clientOf(url, token) }))

/** A user who is signed in everywhere: as an app, with a token of Payload's, and in the panel. */
export interface Caller {
  id: number
  app: Client
  rest: Client
  /** Sends the cookie of the panel, as a browser does. */
  panel: Client
}

export async function newCaller(platform: TestPlatform, role: Role = 'attendee'): Promise<Caller> {
  const { payload, url } = platform
  const [person] = await crowd(payload, 1)
  const { id, token } = person!
  await setRole(payload, [id], role)
  return {
    id,
    app: appOf(url, accessTokenOf(payload, id)),
    rest: clientOf(url, token),
    panel: clientOf(url, undefined, { Cookie: `payload-token=${token}` }),
  }
}

export interface Account {
  id: number
  username: string
  email: string
  /** As an app that signed in through the contract. */
  access: string
  refresh: string
  app: Client
  /** As a user who signed in to the panel. */
  panel: Client
}

/** A new user with the factories' password, signed in both ways. */
export async function signedInAccount({ payload, url }: TestPlatform): Promise<Account> {
  const [person] = await crowd(payload, 1)
  const user = (await findPrincipal(connectionOf(payload), person!.id))!
  const tokens = await startSession(await createLocalReq({}, payload), user)
  return {
    ...user,
    ...tokens,
    app: appOf(url, tokens.access),
    panel: clientOf(url, person!.token),
  }
}

export const refresh = (app: Client, token: string) => app.post('auth/refresh/', { refresh: token })
