import { createEvent } from '../factories/events.ts'
import { testAccess } from '../support/accessTable.ts'

testAccess({
  slug: 'registrations',
  names: { one: 'Registration', many: 'Registrations' },
  callers: ['anonymous', 'stranger', 'owner', 'organiser', 'suspended', 'staff', 'admin'],
  subjects: {
    "somebody's place": async ({ payload }, cast, caller) => {
      const event = await createEvent(payload, { createdBy: cast.organiser.id })
      const attendee = cast.owner.id
      const { id } = await payload.create({
        collection: 'registrations',
        data: { event: event.id, user: attendee } as never,
        overrideAccess: true,
      })
      if (caller === 'suspended') {
        // Nobody suspended could have been given a place: they had it before.
        await payload.db.updateOne({
          collection: 'registrations',
          id,
          data: { user: cast.suspended.id },
        })
      }
      return { id }
    },
  },
  change: { state: 'cancelled' },
  create: async (payload, user) => {
    const event = await createEvent(payload)
    return { event: event.id, user, seats: 1, state: 'confirmed' }
  },
  // prettier-ignore
  rows: [
    //                                   anonymous stranger owner  organiser suspended staff  admin
    ["somebody's place", 'create',       403,      'yes',   'yes', 'yes',    403,      'yes', 'yes'],
    ["somebody's place", 'list',         403,      'none',  'yes', 'yes',    403,      'yes', 'yes'],
    ["somebody's place", 'count',        403,      'none',  'yes', 'yes',    403,      'yes', 'yes'],
    ["somebody's place", 'read',         403,      404,     'yes', 'yes',    403,      'yes', 'yes'],
    ["somebody's place", 'access',       404,      404,     'yes', 'yes',    404,      'yes', 'yes'],
    ["somebody's place", 'update',       403,      403,     'yes', 'yes',    403,      'yes', 'yes'],
    ["somebody's place", 'bulk update',  403,      'none',  'yes', 'yes',    403,      'yes', 'yes'],
    ["somebody's place", 'delete',       403,      403,     403,   403,      403,      403,   'yes'],
    ["somebody's place", 'bulk delete',  403,      403,     403,   403,      403,      403,   'yes'],
  ],
})
