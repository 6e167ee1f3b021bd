import type { CollectionConfig } from 'payload'

import { checkCancellation } from '../hooks/registrations/checkCancellation.ts'
import { claimSeat } from '../hooks/registrations/claimSeat.ts'
import { lockSeats } from '../hooks/registrations/lockSeats.ts'
import { promoteAfterDelete, promoteNext } from '../hooks/registrations/promoteNext.ts'
import { setRegistrant } from '../hooks/registrations/setRegistrant.ts'
import { anyOf } from '../src/access/anyOf.ts'
import { isActive } from '../src/access/isActive.ts'
import { isAdmin } from '../src/access/isAdmin.ts'
import { isStaff } from '../src/access/isStaff.ts'
import { ownedBy } from '../src/access/ownedBy.ts'
import { registrationFields } from './fields/registration.ts'

const ownOrOfOwnEvent = anyOf(isStaff, ownedBy('user'), ownedBy('event.createdBy'))

export const Registrations: CollectionConfig<'registrations'> = {
  slug: 'registrations',
  access: {
    create: isActive,
    read: ownOrOfOwnEvent,
    update: ownOrOfOwnEvent,
    delete: isAdmin,
  },
  hooks: {
    beforeOperation: [lockSeats],
    beforeValidate: [setRegistrant],
    beforeChange: [claimSeat, checkCancellation],
    afterChange: [promoteNext],
    afterDelete: [promoteAfterDelete],
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
  fields: registrationFields,
}
