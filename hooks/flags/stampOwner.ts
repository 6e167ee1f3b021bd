import type { CollectionBeforeChangeHook } from 'payload'

import { reviewDays } from '../../src/features/flags/rules.ts'
import { isPlatformFlag } from '../../src/features/flags/platformFlags.ts'
import type { Flag } from '../../src/payload-types.ts'
import { dayMs } from '../../src/shared/isoDate.ts'

/** Gives a new flag an owner and a day of review, unless they were chosen. The platform's own flags stay. */
export const stampOwner: CollectionBeforeChangeHook<Flag> = ({ data, operation, req }) => {
  if (operation !== 'create') return data
  const { key, owner, reviewOn } = data
  const isOurs = key !== undefined && isPlatformFlag(key)
  const inDays = new Date(new Date().getTime() + reviewDays * dayMs).toISOString()
  return {
    ...data,
    owner: owner ?? req.user?.id,
    reviewOn: reviewOn === undefined && !isOurs ? inDays : reviewOn,
  }
}
