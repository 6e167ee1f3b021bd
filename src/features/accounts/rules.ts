/** The rules of accounts. Pure. */

/** The roles of accounts. Staff and admins use the panel; only admins assign roles. */
export const roles = ['admin', 'staff', 'attendee'] as const
export type Role = (typeof roles)[number]

/** The maximum length of a username, in characters. */
export const maxUsernameLength = 150

/** The maximum length of the name that is shown instead of the username, in characters. */
export const maxDisplayNameLength = 200
