import type { CollectionConfig } from 'payload'

import { clearGroups } from '../hooks/clearGroups.ts'
import { boundQuery } from '../hooks/boundQuery.ts'
import { checkQuery } from '../hooks/checkQuery.ts'
import { tidyText } from '../hooks/tidyText.ts'
import { emptyData } from '../hooks/emptyData.ts'
import { promoteNext } from '../hooks/promoteNext.ts'
import { checkNewPassword, checkPassword } from '../hooks/users/checkPassword.ts'
import { endSessions } from '../hooks/users/endSessions.ts'
import { guardAccounts } from '../hooks/users/guardAccounts.ts'
import { guardPasswordMail } from '../hooks/users/guardPasswordMail.ts'
import { guardSignIn } from '../hooks/users/guardSignIn.ts'
import { forgetConfirmation } from '../hooks/users/forgetConfirmation.ts'
import { keepAnAdmin, keepAnAdminOnDelete } from '../hooks/users/keepAnAdmin.ts'
import { lockSeats } from '../hooks/users/lockSeats.ts'
import { lockUsers } from '../hooks/users/lockUsers.ts'
import { refuseReservedEmail } from '../hooks/users/refuseReservedEmail.ts'
import { refuseSessionless } from '../hooks/users/refuseSessionless.ts'
import { refuseSuspended } from '../hooks/users/refuseSuspended.ts'
import { requireText } from '../hooks/users/requireText.ts'
import { releaseSeats } from '../hooks/users/releaseSeats.ts'
import { anyone } from '../src/access/anyone.ts'
import { anyOf } from '../src/access/anyOf.ts'
import { hideUnreadable } from '../src/access/hideUnreadable.ts'
import { isAdmin } from '../src/access/isAdmin.ts'
import { isStaff } from '../src/access/isStaff.ts'
import { nobody } from '../src/access/nobody.ts'
import { ownedBy } from '../src/access/ownedBy.ts'
import { selfOrStaff } from '../src/access/selfOrStaff.ts'
import { roles } from '../src/domain/roles.ts'
import { accessTokenStrategy } from '../src/services/authenticate.ts'
import { named } from '../src/lib/named.ts'
import { languageField, mailField } from './fields/mail.ts'
import { timestamps } from './fields/timestamps.ts'
import { timeZoneField } from './fields/timeZone.ts'
import { usernameField } from './fields/username.ts'

const isSelf = ownedBy('id')

export const Users: CollectionConfig<'users'> = {
  slug: 'users',
  auth: {
    loginWithUsername: { allowEmailLogin: true, requireEmail: true, requireUsername: true },
    tokenExpiration: 2 * 60 * 60,
    maxLoginAttempts: 10,
    lockTime: 5 * 60 * 1000,
    cookies: { sameSite: 'Lax' },
    strategies: [accessTokenStrategy],
    // Payload's own bound on how often takes a second connection while it holds the first: as many
    // requests at once as there are connections would stop the server. guardPasswordMail bounds it.
    forgotPassword: { minRequestInterval: 0 },
  },
  access: {
    admin: isStaff,
    create: anyone,
    read: hideUnreadable(anyOf(isStaff, isSelf)),
    update: anyOf(isAdmin, isSelf),
    delete: isAdmin,
    unlock: isAdmin,
  },
  hooks: {
    beforeOperation: [
      emptyData,
      clearGroups,
      checkQuery,
      boundQuery,
      requireText,
      tidyText({ oneLine: ['username', 'displayName'] }),
      refuseSessionless,
      guardAccounts,
      guardSignIn,
      guardPasswordMail,
      checkNewPassword,
      lockSeats,
      lockUsers,
    ],
    beforeValidate: [checkPassword],
    beforeChange: [keepAnAdmin, endSessions, refuseReservedEmail, forgetConfirmation],
    beforeLogin: [refuseSuspended],
    beforeDelete: [keepAnAdminOnDelete, releaseSeats],
    afterOperation: [promoteNext()],
  },
  admin: {
    useAsTitle: 'username',
    defaultColumns: ['username', 'displayName', 'email', 'role', 'suspended'],
    listSearchableFields: ['username', 'displayName', 'email'],
    group: 'People',
    hideAPIURL: true,
  },
  fields: [
    { name: 'email', type: 'email', access: { read: selfOrStaff } },
    usernameField,
    {
      name: 'displayName',
      type: 'text',
      label: 'Display name',
      maxLength: 200,
      admin: { description: 'Shown to organisers instead of the username' },
    },
    {
      name: 'role',
      type: 'select',
      options: roles.map(named),
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
      // Payload's own field, merged with this one. It shows the dates and numbers of sessions to
      // their user, takes new ones on creation, and can be filtered by: a signed-out caller passes
      // its check, which compares two ids that are both missing.
      name: 'sessions',
      type: 'array',
      access: { create: nobody, read: nobody, update: nobody },
      fields: [],
    },
    ...timestamps,
  ],
}
