import type { CollectionBeforeChangeHook } from 'payload'

import type { User } from '../../src/payload-types.ts'

/** A new address is not confirmed because the old one was, nor refused. */
export const resetConfirmation: CollectionBeforeChangeHook<User> = ({
  data,
  operation,
  originalDoc,
}) =>
  operation === 'update' && data.email && data.email !== originalDoc?.email
    ? {
        ...data,
        emailConfirmedAt: null,
        mail: { ...originalDoc?.mail, ...data.mail, failingSince: null, failure: null },
      }
    : data
