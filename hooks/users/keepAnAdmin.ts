import type {
  CollectionBeforeChangeHook,
  CollectionBeforeDeleteHook,
  PayloadRequest,
} from 'payload'

import { countOtherAdmins } from '../../src/features/accounts/queries/admins.ts'
import { connectionOf } from '../../src/database/connection.ts'
import { Refusal } from '../../src/shared/errors/Refusal.ts'
import type { User } from '../../src/payload-types.ts'

/** The users that stop being admins in one bulk change: they do not count as remaining admins. */
function leavingAdmins(req: PayloadRequest, id: number): number[] {
  const leaving = (req.context.leavingAdmins ??= new Set()) as Set<number>
  leaving.add(id)
  return [...leaving]
}

async function refuseForLastAdmin(req: PayloadRequest, id: number) {
  const remaining = await countOtherAdmins(await connectionOf(req), leavingAdmins(req, id))
  if (remaining === 0) {
    throw new Refusal(409, 'last_admin', 'The last admin cannot be demoted, suspended or deleted')
  }
}

const isActiveAdmin = (user: Partial<User>) => user.role === 'admin' && !user.suspended

/** Refuses to demote or suspend the last active admin. */
export const keepAnAdmin: CollectionBeforeChangeHook<User> = async ({
  data,
  operation,
  originalDoc,
  req,
}) => {
  if (operation === 'update' && originalDoc && isActiveAdmin(originalDoc)) {
    if (!isActiveAdmin({ ...originalDoc, ...data })) await refuseForLastAdmin(req, originalDoc.id)
  }
  return data
}

/** Refuses to delete the last active admin. */
export const keepAnAdminOnDelete: CollectionBeforeDeleteHook = async ({ id, req }) => {
  const user = await req.payload.findByID({
    collection: 'users',
    id,
    depth: 0,
    disableErrors: true,
    overrideAccess: true,
    req,
  })
  if (user && isActiveAdmin(user)) await refuseForLastAdmin(req, user.id)
}
