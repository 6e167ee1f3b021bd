import type { CollectionConfig } from 'payload'

import { defaultData } from '../hooks/defaultData.ts'
import { checkAdmission } from '../hooks/registrations/checkAdmission.ts'
import { checkCancellation } from '../hooks/registrations/checkCancellation.ts'
import { claimSeat } from '../hooks/registrations/claimSeat.ts'
import { lockSeatsOfRegistration } from '../hooks/registrations/lockSeatsOfRegistration.ts'
import { resizeParty } from '../hooks/registrations/resizeParty.ts'
import { recordFreed, recordFreedOnDelete } from '../hooks/registrations/recordFreedSeats.ts'
import { limitClaims } from '../hooks/registrations/limitClaims.ts'
import { setRegistrant } from '../hooks/registrations/setRegistrant.ts'
import { limitPage } from '../hooks/limitPage.ts'
import { checkTypes } from '../hooks/checkTypes.ts'
import { limitQuery } from '../hooks/limitQuery.ts'
import { checkQuery } from '../hooks/checkQuery.ts'
import { readDays } from '../hooks/readDays.ts'
import { normalizeTicketCodes } from '../hooks/registrations/normalizeTicketCodes.ts'
import { normalizeText } from '../hooks/normalizeText.ts'
import { promoteWaitlist } from '../hooks/promoteWaitlist.ts'
import { hideUnreadable } from '../src/shared/access/hideUnreadable.ts'
import { isActive } from '../src/shared/access/isActive.ts'
import { isAdmin } from '../src/shared/access/isAdmin.ts'
import { ownOrOfOwnEvent } from '../src/features/registrations/access/ownOrOfOwnEvent.ts'
import { registrationFields } from './fields/registration.ts'
import { timestamps } from './fields/timestamps.ts'

export const Registrations: CollectionConfig<'registrations'> = {
  slug: 'registrations',
  access: {
    create: isActive,
    read: hideUnreadable(ownOrOfOwnEvent),
    update: ownOrOfOwnEvent,
    delete: isAdmin,
  },
  // A copy would not claim a place.
  disableDuplicate: true,
  hooks: {
    beforeOperation: [
      defaultData,
      checkTypes,
      normalizeText({ oneLine: [], lines: ['cancelReason'] }),
      limitClaims,
      checkQuery,
      limitQuery,
      readDays,
      normalizeTicketCodes,
      lockSeatsOfRegistration,
    ],
    beforeValidate: [setRegistrant],
    beforeChange: [claimSeat, checkCancellation, checkAdmission, resizeParty],
    afterChange: [recordFreed],
    beforeDelete: [recordFreedOnDelete],
    afterOperation: [promoteWaitlist(), limitPage()],
  },
  defaultSort: '-createdAt',
  admin: {
    useAsTitle: 'attendeeName',
    defaultColumns: ['attendeeName', 'event', 'state', 'seats', 'registeredAt', 'checkedInAt'],
    listSearchableFields: ['attendeeName', 'ticketCode'],
    group: 'Season',
    hideAPIURL: true,
    pagination: { defaultLimit: 25 },
    components: {
      edit: {
        SaveButton:
          '/src/features/registrations/admin/SaveRegistrationButton.tsx#SaveRegistrationButton',
      },
    },
  },
  fields: [...registrationFields, ...timestamps],
}
