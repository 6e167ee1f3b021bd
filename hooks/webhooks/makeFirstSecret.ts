import type { CollectionAfterChangeHook } from 'payload'

import { connectionOf } from '../../src/database/connection.ts'
import { makeSecret } from '../../src/features/webhooks/secrets.ts'
import type { Webhook } from '../../src/payload-types.ts'

/** Gives a new endpoint its secret, on every surface. It is in no document; it can be shown once. */
export const makeFirstSecret: CollectionAfterChangeHook<Webhook> = async ({
  doc,
  operation,
  req,
}) => {
  if (operation !== 'create') return
  await makeSecret(req.payload, await connectionOf(req), doc.id, { isShown: false })
}
