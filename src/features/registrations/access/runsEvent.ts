import type { FieldAccess } from 'payload'

import type { Registration } from '../../../payload-types.ts'
import { isStaff } from '../../../shared/access/isStaff.ts'
import { ownsEvent } from '../../events/public.ts'

/** Staff, and the owner of the registration's event: they check people in. */
export const runsEvent: FieldAccess<Registration> = async ({ doc, req }) =>
  isStaff({ req }) || (doc?.event !== undefined && (await ownsEvent(req, doc.event)))
