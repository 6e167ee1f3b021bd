import type { Job } from '../../../queue/queries/jobs.ts'

/** The job that writes changes to the search engine. There is one at a time, for all servers. */
export const feedJob = (runAt?: Date): Job => ({
  task: 'feedSearchEngine',
  payload: {},
  key: 'search-engine',
  queue: 'search-engine',
  ...(runAt ? { runAt } : {}),
})
