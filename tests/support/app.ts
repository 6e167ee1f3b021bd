import type { Pool } from 'pg'
import type { Payload } from 'payload'

import type { Role } from '../../src/features/accounts/roles.ts'
import { accessLifetimeSeconds } from '../../src/features/accounts/tokens.ts'
import { tokensOf } from '../../src/features/accounts/tokensOf.ts'
import { crowd } from '../factories/users.ts'
import type { Answer } from './client.ts'
import type { TestPlatform } from './testPlatform.ts'

interface Sending {
  headers?: Record<string, string>
  /** Sent as it is, instead of a body as JSON. */
  raw?: BodyInit
  signal?: AbortSignal
}

/** An app that uses the public contract: paths below `/api/v1`, JSON, an access token. */
export type App = ReturnType<typeof appOf>

export function appOf(url: string, access?: string) {
  const send = async (
    method: string,
    path: string,
    body?: unknown,
    { headers = {}, raw, signal }: Sending = {},
  ): Promise<Answer> => {
    const response = await fetch(`${url}${path.startsWith('/api') ? path : `/api/v1/${path}`}`, {
      method,
      redirect: 'manual',
      signal,
      headers: {
        ...(body === undefined && raw === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...(access ? { Authorization: `Bearer ${access}` } : {}),
        ...headers,
      },
      body: raw ?? (body === undefined ? undefined : JSON.stringify(body)),
    })
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.includes('json') && text !== ''
    return {
      status: response.status,
      headers: response.headers,
      body: isJson ? JSON.parse(text) : text,
    }
  }
  return {
    send,
    get: (path: string, sending?: Sending) => send('GET', path, undefined, sending),
    post: (path: string, body?: unknown, sending?: Sending) => send('POST', path, body, sending),
    put: (path: string, body: unknown, sending?: Sending) => send('PUT', path, body, sending),
    patch: (path: string, body: unknown, sending?: Sending) => send('PATCH', path, body, sending),
    delete: (path: string, sending?: Sending) => send('DELETE', path, undefined, sending),
  }
}

export const poolOf = (payload: Payload) => (payload.db as unknown as { pool: Pool }).pool

/** The access token that a user holds who has just signed in. */
export const accessTokenOf = (payload: Payload, userId: number, version = 0) =>
  tokensOf(payload).sign('access', { userId, version, lifetime: accessLifetimeSeconds })

/** New users without a password, each with an app that is signed in as them. */
export async function signedInApps({ payload, url }: TestPlatform, size: number, role?: Role) {
  const people = await crowd(payload, size)
  const ids = people.map(({ id }) => id)
  if (role) {
    await poolOf(payload).query('UPDATE users SET role = $1 WHERE id = ANY($2)', [role, ids])
  }
  return ids.map((id) => ({ id, app: appOf(url, accessTokenOf(payload, id)) }))
}

export const signedInApp = async (platform: TestPlatform, role?: Role) =>
  (await signedInApps(platform, 1, role))[0]!
