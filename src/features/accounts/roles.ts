/** The roles of accounts. Staff and admins use the panel; only admins assign roles. */
export const roles = ['admin', 'staff', 'attendee'] as const
export type Role = (typeof roles)[number]
