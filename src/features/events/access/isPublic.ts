import type { Where } from 'payload'

/** The events that anybody may see. A cancelled one stays visible, so that people learn of it. */
export const isPublic = (): Where => ({ status: { in: ['published', 'cancelled'] } })
