import type { Where } from 'payload'

/** The events that everybody may see. A cancelled event stays visible, so that people see the cancellation. */
export const isPublic = (): Where => ({ status: { in: ['published', 'cancelled'] } })
