import type { FieldHook } from 'payload'

import { isLive } from '../../src/features/registrations/rules.ts'
import type { Registration } from '../../src/payload-types.ts'
import { loadWaitlistPosition } from '../../src/features/registrations/seatLoader.ts'

/** The waitlist position, from 1. One statement reads the positions of a whole list. */
export const readWaitlistPosition: FieldHook<Registration> = ({ data, req }) =>
  data?.id === undefined || !isLive(data.state) ? null : loadWaitlistPosition(req, data.id)
