import type { CollectionBeforeValidateHook } from 'payload'

import { isStaff } from '../../src/shared/access/isStaff.ts'
import { fieldErrors } from '../../src/shared/errors/fieldErrors.ts'
import type { Registration } from '../../src/payload-types.ts'

/**
 * Registers the caller when no user is given. Only staff can register another user. The panel's form sends
 * `null` for a person that was not chosen: it must not register the member of staff who fills it in.
 *
 * @throws {ValidationError} when staff send null
 */
export const setRegistrant: CollectionBeforeValidateHook<Registration> = ({
  data,
  operation,
  req,
}) => {
  if (operation !== 'create' || !data || data.user || !req.user) return data
  if ((data.user as unknown) === null && isStaff({ req })) {
    throw fieldErrors(req, 'registrations', [{ path: 'user', message: 'Choose a person' }])
  }
  return { ...data, user: req.user.id }
}
