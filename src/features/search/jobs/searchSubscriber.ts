import { readEnv } from '../../../runtime/env/env.ts'
import type { DomainEvent } from '../../../queue/domainEvents.ts'
import type { EventSubscriber } from '../../../queue/eventSubscriber.ts'
import { feedJob } from '../feed/feedJob.ts'
import { forgetEngine } from '../queries/indexes.ts'
import { addOutdated } from '../queries/outdated.ts'

type AboutEvent = Extract<DomainEvent, { type: `event.${string}` }>

const isAboutEvent = (event: DomainEvent): event is AboutEvent => event.type.startsWith('event.')

/**
 * Records which events the search engine has to learn again, in the transaction that marks their changes as
 * relayed: a change waits in one place or in the other, and a search sees it there. Without an engine, an index that
 * there was is outdated from now on.
 */
export const searchSubscriber: EventSubscriber = {
  name: 'search',
  jobsFor: async (events, connection) => {
    const changes = events
      .filter(isAboutEvent)
      .map(({ data, id }) => ({ eventId: data.eventId, version: id }))
    if (changes.length === 0) return []
    if (!readEnv().SEARCH_URL) {
      await forgetEngine(connection)
      return []
    }
    await addOutdated(connection, changes)
    return [feedJob()]
  },
}
