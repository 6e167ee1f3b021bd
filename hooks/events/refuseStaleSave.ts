import type { CollectionBeforeOperationHook } from 'payload'

import { describeChanges } from '../../src/features/events/describeChanges.ts'
import { Refusal } from '../../src/shared/errors/Refusal.ts'

/**
 * Refuses a save from a form that shows an older state than the stored one. The panel's form sends the
 * time of the state that it shows as `?shown=`, because it cannot send If-Match. The seats of the event are
 * locked by now, so nothing can come in between.
 *
 * @throws {Refusal} 412 with who changed which fields
 */
export const refuseStaleSave: CollectionBeforeOperationHook<'events'> = async ({
  args,
  operation,
  req,
}) => {
  const { id } = args as { id?: number | string }
  const shown = req.searchParams.get('shown')
  if (operation !== 'update' || !id || !shown || req.payloadAPI !== 'REST') return args
  const changes = await describeChanges(req, Number(id), new Date(shown))
  if (changes) throw new Refusal(412, 'precondition_failed', changes)
  return args
}
