import type { EventSubscriber } from '../../../queue/eventSubscriber.ts'
import { renditionsJob } from './updateRenditions.ts'

/** Queues a job for each picture that is new, has another file, or was deleted. */
export const mediaSubscriber: EventSubscriber = {
  name: 'media',
  jobsFor: (events) => {
    const ids = events.flatMap(({ data, type }) => (type === 'media.changed' ? [data.mediaId] : []))
    return Promise.resolve([...new Set(ids)].map(renditionsJob))
  },
}
