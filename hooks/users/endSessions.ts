import type { CollectionBeforeChangeHook } from 'payload'

import type { User } from '../../src/payload-types.ts'

/** Signs a suspended user out everywhere: the panel's token is not valid without its session. */
export const endSessions: CollectionBeforeChangeHook<User> = ({ data }) =>
  data.suspended ? { ...data, sessions: [] } : data
