import type { CollectionConfig } from 'payload'

import { clearNullGroups } from '../hooks/clearNullGroups.ts'
import { limitPage } from '../hooks/limitPage.ts'
import { checkTypes } from '../hooks/checkTypes.ts'
import { limitQuery } from '../hooks/limitQuery.ts'
import { checkQuery } from '../hooks/checkQuery.ts'
import { readDays } from '../hooks/readDays.ts'
import { normalizeText } from '../hooks/normalizeText.ts'
import { defaultData } from '../hooks/defaultData.ts'
import { promoteWaitlist } from '../hooks/promoteWaitlist.ts'
import {
  forgottenPasswordEndpoint,
  resetPasswordEndpoint,
  signInEndpoint,
} from '../endpoints/signIn.ts'
import { checkPassword } from '../hooks/users/checkPassword.ts'
import { endSessions } from '../hooks/users/endSessions.ts'
import { hashPassword, keepPayloadFromHashing } from '../hooks/users/hashPassword.ts'
import { limitAccounts } from '../hooks/users/limitAccounts.ts'
import { resetConfirmation } from '../hooks/users/resetConfirmation.ts'
import { keepAnAdmin, keepAnAdminOnDelete } from '../hooks/users/keepAnAdmin.ts'
import { keepOwnAccess } from '../hooks/users/keepOwnAccess.ts'
import { lockSeatsOfUser } from '../hooks/users/lockSeatsOfUser.ts'
import { lockUsers } from '../hooks/users/lockUsers.ts'
import { refuseReservedEmail } from '../hooks/users/refuseReservedEmail.ts'
import { refuseSessionless } from '../hooks/users/refuseSessionless.ts'
import { refuseTakenIdentity } from '../hooks/users/refuseTakenIdentity.ts'
import { normalizeIdentity } from '../hooks/users/normalizeIdentity.ts'
import { requireText } from '../hooks/users/requireText.ts'
import { releaseSeats } from '../hooks/users/releaseSeats.ts'
import { anyone } from '../src/shared/access/anyone.ts'
import { anyOf } from '../src/shared/access/anyOf.ts'
import { hideUnreadable } from '../src/shared/access/hideUnreadable.ts'
import { isAdmin } from '../src/shared/access/isAdmin.ts'
import { isStaff } from '../src/shared/access/isStaff.ts'
import { nobody } from '../src/shared/access/nobody.ts'
import { ownedBy } from '../src/shared/access/ownedBy.ts'
import { selfOrStaff } from '../src/shared/access/selfOrStaff.ts'
import { accessTokenStrategy } from '../src/features/accounts/authenticate.ts'
import { selectOption } from '../src/shared/selectOption.ts'
import { languageField, mailField } from './fields/mail.ts'
import { timestamps } from './fields/timestamps.ts'
import { timeZoneField } from './fields/timeZone.ts'
import { upTo } from './fields/upTo.ts'
import { emailField } from './fields/email.ts'
import { usernameField } from './fields/username.ts'
import { maxDisplayNameLength, roles } from '../src/features/accounts/rules.ts'

const isSelf = ownedBy('id')

export const Users: CollectionConfig<'users'> = {
  slug: 'users',
  auth: {
    loginWithUsername: { allowEmailLogin: true, requireEmail: true, requireUsername: true },
    tokenExpiration: 2 * 60 * 60,
    // Locks nobody: sign-ins are counted by signInLimits.ts alone, and each limit ends by itself. Without it
    // Payload's REST and GraphQL would lose the operation `unlock`, and the table two columns that servers of
    // an older release still read.
    maxLoginAttempts: 10,
    cookies: { sameSite: 'Lax' },
    strategies: [accessTokenStrategy],
    // Payload's own limit takes a second connection while it holds the first: as many requests at once
    // as there are connections would stop the server. endpoints/signIn.ts limits links instead.
    forgotPassword: { minRequestInterval: 0 },
  },
  access: {
    admin: isStaff,
    create: anyone,
    read: hideUnreadable(anyOf(isStaff, isSelf)),
    update: anyOf(isAdmin, isSelf),
    delete: anyOf(isAdmin, isSelf),
    unlock: isAdmin,
  },
  hooks: {
    beforeOperation: [
      defaultData,
      checkTypes,
      clearNullGroups,
      checkQuery,
      limitQuery,
      readDays,
      requireText,
      normalizeIdentity,
      normalizeText({ oneLine: ['displayName'] }),
      refuseSessionless,
      limitAccounts,
      lockSeatsOfUser,
      lockUsers,
      keepPayloadFromHashing,
    ],
    beforeValidate: [refuseTakenIdentity, checkPassword],
    beforeChange: [
      keepAnAdmin,
      keepOwnAccess,
      endSessions,
      refuseReservedEmail,
      resetConfirmation,
      hashPassword,
    ],
    beforeDelete: [keepAnAdminOnDelete, releaseSeats],
    afterOperation: [promoteWaitlist(), limitPage()],
  },
  endpoints: [signInEndpoint, forgottenPasswordEndpoint, resetPasswordEndpoint],
  admin: {
    useAsTitle: 'username',
    defaultColumns: ['username', 'displayName', 'email', 'role', 'suspended'],
    listSearchableFields: ['username', 'displayName', 'email'],
    group: 'People',
    hideAPIURL: true,
    components: {
      edit: {
        editMenuItems: ['/src/features/accounts/admin/DeletePerson.tsx#DeletePerson'],
      },
    },
  },
  fields: [
    emailField,
    usernameField,
    {
      name: 'displayName',
      type: 'text',
      label: 'Display name',
      ...upTo(maxDisplayNameLength),
      admin: { description: 'Shown to organisers instead of the username' },
    },
    {
      name: 'role',
      type: 'select',
      options: roles.map(selectOption),
      defaultValue: 'attendee',
      required: true,
      index: true,
      saveToJWT: true,
      access: { create: isAdmin, update: isAdmin },
      admin: { position: 'sidebar' },
    },
    languageField,
    timeZoneField({ name: 'timezone', defaultValue: 'UTC', admin: { position: 'sidebar' } }),
    {
      name: 'suspended',
      type: 'checkbox',
      defaultValue: false,
      access: { create: isAdmin, update: isAdmin },
      admin: {
        position: 'sidebar',
        description: 'A suspended user cannot sign in, and is signed out everywhere at once',
        components: { Cell: '/src/panel/elements/FlagCell.tsx#FlagCell' },
      },
    },
    {
      name: 'emailConfirmedAt',
      type: 'date',
      label: 'Email confirmed',
      access: { create: nobody, update: nobody, read: selfOrStaff },
      admin: { position: 'sidebar', readOnly: true },
    },
    mailField,
    {
      // Payload's own field, merged with this one. Payload shows sessions to their user, accepts new
      // ones on creation and lets callers filter by them: an anonymous caller passes its check, which
      // compares two missing ids.
      name: 'sessions',
      type: 'array',
      access: { create: nobody, read: nobody, update: nobody },
      fields: [],
    },
    ...timestamps,
  ],
}
