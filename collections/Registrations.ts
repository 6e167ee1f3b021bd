import type { CollectionConfig } from 'payload'

import { emptyData } from '../hooks/defaultData.ts'
import { checkAdmission } from '../hooks/registrations/checkAdmission.ts'
import { checkCancellation } from '../hooks/registrations/checkCancellation.ts'
import { claimSeat } from '../hooks/registrations/claimSeat.ts'
import { lockSeats } from '../hooks/registrations/lockSeats.ts'
import { noteFreed, noteFreedOnDelete } from '../hooks/registrations/recordFreedSeats.ts'
import { guardClaims } from '../hooks/registrations/limitClaims.ts'
import { setRegistrant } from '../hooks/registrations/setRegistrant.ts'
import { boundQuery } from '../hooks/limitQuery.ts'
import { checkQuery } from '../hooks/checkQuery.ts'
import { tidyText } from '../hooks/normalizeText.ts'
import { promoteNext } from '../hooks/promoteWaitlist.ts'
import { anyOf } from '../src/shared/access/anyOf.ts'
import { hideUnreadable } from '../src/shared/access/hideUnreadable.ts'
import { isActive } from '../src/shared/access/isActive.ts'
import { isAdmin } from '../src/shared/access/isAdmin.ts'
import { isStaff } from '../src/shared/access/isStaff.ts'
import { ownedBy } from '../src/shared/access/ownedBy.ts'
import { registrationFields } from './fields/registration.ts'
import { timestamps } from './fields/timestamps.ts'

const ownOrOfOwnEvent = anyOf(isStaff, ownedBy('user'), ownedBy('event.createdBy'))

export const Registrations: CollectionConfig<'registrations'> = {
  slug: 'registrations',
  access: {
    create: isActive,
    read: hideUnreadable(ownOrOfOwnEvent),
    update: ownOrOfOwnEvent,
    delete: isAdmin,
  },
  // A place is taken, never copied.
  disableDuplicate: true,
  hooks: {
    beforeOperation: [
      emptyData,
      tidyText({ oneLine: [], lines: ['cancelReason'] }),
      guardClaims,
      checkQuery,
      boundQuery,
      lockSeats,
    ],
    beforeValidate: [setRegistrant],
    beforeChange: [claimSeat, checkCancellation, checkAdmission],
    afterChange: [noteFreed],
    beforeDelete: [noteFreedOnDelete],
    afterOperation: [promoteNext()],
  },
  defaultSort: '-createdAt',
  admin: {
    useAsTitle: 'attendeeName',
    defaultColumns: ['attendeeName', 'event', 'state', 'seats', 'registeredAt', 'checkedInAt'],
    listSearchableFields: ['attendeeName', 'ticketCode'],
    group: 'Season',
    hideAPIURL: true,
    pagination: { defaultLimit: 25 },
  },
  fields: [...registrationFields, ...timestamps],
}
