import type { CollectionBeforeChangeHook } from 'payload'

import { connectionOf } from '../../src/database/connection.ts'
import { countUnderLock } from '../../src/features/webhooks/queries/endpoints.ts'
import { maxEndpoints } from '../../src/features/webhooks/rules.ts'
import type { Webhook } from '../../src/payload-types.ts'
import { Refusal } from '../../src/shared/errors/Refusal.ts'

/**
 * Bounds the number of endpoints: each adds a message to every change of its types.
 *
 * @throws {Refusal} 409
 */
export const limitEndpoints: CollectionBeforeChangeHook<Webhook> = async ({
  data,
  operation,
  req,
}) => {
  if (operation !== 'create') return data
  if ((await countUnderLock(await connectionOf(req))) >= maxEndpoints) {
    const detail = `There are ${maxEndpoints} endpoints already. Delete one first.`
    throw new Refusal(409, 'too_many_webhooks', detail)
  }
  return data
}
