import type { CollectionBeforeChangeHook } from 'payload'

import type { User } from '../../src/payload-types.ts'

/** A suspended user is signed out everywhere: a token without its session is worth nothing. */
export const endSessions: CollectionBeforeChangeHook<User> = ({ data }) =>
  data.suspended ? { ...data, sessions: [] } : data
