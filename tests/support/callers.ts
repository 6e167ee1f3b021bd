import { expect } from '@jest/globals'

import type { Role } from '../../src/features/accounts/roles.ts'
import { crowd } from '../factories/users.ts'
import { accessTokenOf, type App, appOf, poolOf } from './app.ts'
import { type Answer, type Client, clientOf } from './client.ts'
import type { TestPlatform } from './testPlatform.ts'

/** Somebody who is signed in everywhere: as an app, with a token of Payload's, and in the panel. */
export interface Caller {
  id: number
  app: App
  rest: Client
  /** Sends the cookie of the panel, as a browser does. */
  panel: Client
}

export async function newCaller(platform: TestPlatform, role: Role = 'attendee'): Promise<Caller> {
  const { payload, url } = platform
  const [person] = await crowd(payload, 1)
  const { id, token } = person!
  await poolOf(payload).query('UPDATE users SET role = $1 WHERE id = $2', [role, id])
  return {
    id,
    app: appOf(url, accessTokenOf(payload, id)),
    rest: clientOf(url, token),
    panel: clientOf(url, undefined, { Cookie: `payload-token=${token}` }),
  }
}

/** The answer, which is a success: GraphQL and changes of many say so in their body alone. */
export async function done(sent: Promise<Answer>): Promise<Answer> {
  const answer = await sent
  expect([answer.status < 300, answer.body?.errors ?? []]).toEqual([true, []])
  return answer
}
