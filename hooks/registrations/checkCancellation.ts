import type { CollectionBeforeChangeHook } from 'payload'

import { mayBecome } from '../../src/features/registrations/rules.ts'
import type { Registration } from '../../src/payload-types.ts'
import { fieldErrors } from '../../src/shared/errors/fieldErrors.ts'

/** Allows no change of state but a cancellation, and records who cancelled and when. */
export const checkCancellation: CollectionBeforeChangeHook<Registration> = ({
  data,
  operation,
  originalDoc,
  req,
}) => {
  if (operation !== 'update' || !originalDoc || !data.state) return data
  if (!mayBecome(originalDoc.state, data.state)) {
    const message =
      originalDoc.state === 'cancelled'
        ? 'A cancelled registration stays cancelled. Register again instead.'
        : 'A registration can only be cancelled. Places are given out in order of arrival.'
    throw fieldErrors(req, 'registrations', [{ path: 'state', message }])
  }
  if (data.state === originalDoc.state) return data
  return { ...data, cancelledAt: new Date().toISOString(), cancelledBy: req.user?.id ?? null }
}
