import type { Connection } from '../database/connection.ts'
import type { Job } from './queries/jobs.ts'
import type { DomainEvent } from './domainEvents.ts'

/**
 * Somebody who wants to know what happened. A new one is a file beside this one and its name in
 * `index.ts`.
 */
export interface EventSubscriber {
  name: string
  /**
   * The work that follows from what happened. It is queued in the transaction that marks the events
   * as relayed, so it is queued once; it has to be quick and to change nothing.
   *
   * @param events in order, of all types: those that mean nothing to the subscriber are passed over
   */
  jobsFor(events: DomainEvent[], connection: Connection): Promise<Job[]>
}
