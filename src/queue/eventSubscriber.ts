import type { Connection } from '../database/connection.ts'
import type { Job } from './queries/jobs.ts'
import type { DomainEvent } from './domainEvents.ts'

/** Turns domain events into jobs. A new subscriber is added to the list in `src/composition/jobs.ts`. */
export interface EventSubscriber {
  name: string
  /**
   * Returns the jobs that follow from the events. They are queued in the transaction that marks the
   * events as relayed, so they are queued once. This must be quick. It may write rows of its own feature on
   * this connection: they are committed with that mark, or not at all.
   *
   * @param events events of all types, in order; the subscriber ignores the types that it has no use for
   */
  jobsFor(events: DomainEvent[], connection: Connection): Promise<Job[]>
}
