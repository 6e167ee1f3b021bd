import { randomBytes } from 'node:crypto'
import { createLocalReq, type Payload } from 'payload'

import type { Env } from '../../runtime/env/env.ts'
import { lockFirstAdmin } from './queries/admins.ts'
import { inTransaction } from '../../database/connection.ts'

export interface FirstAdmin {
  username: string
  email: string
  /** Set when the password was generated. It is stored nowhere in plain text, so show it now. */
  generatedPassword?: string
}

/**
 * Creates the first admin when there is no user at all. As long as there is none, Payload lets any
 * visitor make themselves an admin, so this runs before the server listens.
 *
 * @returns the admin; undefined when there are users already
 */
export async function createFirstAdmin(
  payload: Payload,
  env: Env,
): Promise<FirstAdmin | undefined> {
  const req = await createLocalReq({}, payload)
  return inTransaction(req, async (connection) => {
    await lockFirstAdmin(connection)
    const { totalDocs } = await payload.count({ collection: 'users', overrideAccess: true, req })
    if (totalDocs > 0) return undefined
    const generatedPassword = env.ADMIN_PASSWORD ? undefined : randomBytes(12).toString('base64url')
    const admin = {
      username: env.ADMIN_USERNAME ?? 'admin',
      email: env.ADMIN_EMAIL ?? 'admin@example.com',
    }
    await payload.create({
      collection: 'users',
      data: {
        ...admin,
        password: env.ADMIN_PASSWORD ?? generatedPassword!,
        role: 'admin',
        timezone: 'UTC',
      },
      overrideAccess: true,
      req,
    })
    return { ...admin, generatedPassword }
  })
}
