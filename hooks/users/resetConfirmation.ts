import type { CollectionBeforeChangeHook } from 'payload'

import type { User } from '../../src/payload-types.ts'

/** Clears the confirmation and the delivery failures of the old address when the address changes. */
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
