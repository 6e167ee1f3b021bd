import type { Payload } from 'payload'

/**
 * What a task of the schedule does when it is due.
 *
 * @param now the instant at which it was due
 * @returns what it did, in a sentence for the panel
 */
export type ScheduledWork = (payload: Payload, now: Date) => Promise<string>
