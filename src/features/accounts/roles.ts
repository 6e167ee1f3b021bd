/** What an account may be. Staff and admins use the panel; only an admin hands out roles. */
export const roles = ['admin', 'staff', 'attendee'] as const
export type Role = (typeof roles)[number]
