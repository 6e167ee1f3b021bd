import { createLocalReq } from 'payload'

import { findPrincipal } from '../../src/features/accounts/queries/principals.ts'
import { poolOf as connectionsOf } from '../../src/database/connection.ts'
import { startSession } from '../../src/features/accounts/sessions.ts'
import { crowd } from '../factories/users.ts'
import { type App, appOf } from './app.ts'
import { type Client, clientOf } from './client.ts'
import type { TestPlatform } from './testPlatform.ts'

export interface Account {
  id: number
  username: string
  email: string
  /** As an app that signed in through the contract. */
  access: string
  refresh: string
  app: App
  /** As somebody who signed in to the panel. */
  panel: Client
}

/** A new user with the factories' password, signed in both ways. */
export async function signedInAccount({ payload, url }: TestPlatform): Promise<Account> {
  const [person] = await crowd(payload, 1)
  const user = (await findPrincipal(connectionsOf(payload), person!.id))!
  const tokens = await startSession(await createLocalReq({}, payload), user)
  return {
    ...user,
    ...tokens,
    app: appOf(url, tokens.access),
    panel: clientOf(url, person!.token),
  }
}

export const refresh = (app: App, token: string) => app.post('auth/refresh/', { refresh: token })
