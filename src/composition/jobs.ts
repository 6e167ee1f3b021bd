import type { Env } from '../runtime/env/env.ts'
import { announceChange } from '../features/notifications/jobs/announceChange.ts'
import { emailSubscriber } from '../features/notifications/jobs/emailSubscriber.ts'
import { renameOldEmailJobs } from '../features/notifications/queries/renameOldEmailJobs.ts'
import { sendDigests } from '../features/notifications/jobs/sendDigests.ts'
import { sendEmail } from '../features/notifications/jobs/sendEmail.ts'
import { sendReminders } from '../features/notifications/jobs/sendReminders.ts'
import { locateEvents } from '../features/gazetteer/jobs/locateEvents.ts'
import { forgetSearchWords } from '../features/search/jobs/forgetSearchWords.ts'
import { feedSearchEngine } from '../features/search/jobs/feedSearchEngine.ts'
import { learnSearchWords } from '../features/search/jobs/learnSearchWords.ts'
import { searchSubscriber } from '../features/search/jobs/searchSubscriber.ts'
import { wakeSearchFeed } from '../features/search/jobs/wakeSearchFeed.ts'
import { growEndlessSeries } from '../features/series/jobs/growEndlessSeries.ts'
import { closeMail } from '../features/notifications/mailAdapter.ts'
import { closeEndedWaitlists } from '../features/registrations/jobs/closeEndedWaitlists.ts'
import { reconcileCounters } from '../features/registrations/jobs/reconcileCounters.ts'
import { releaseExpiredHolds } from '../features/registrations/jobs/releaseExpiredHolds.ts'
import { mediaSubscriber } from '../features/media/jobs/mediaSubscriber.ts'
import { queueRenditions } from '../features/media/jobs/queueRenditions.ts'
import { sweepMedia } from '../features/media/jobs/sweepMedia.ts'
import { updateRenditions } from '../features/media/jobs/updateRenditions.ts'
import { purgeExpiredData } from '../features/maintenance/jobs/purgeExpiredData.ts'
import { vacuum } from '../features/maintenance/jobs/vacuum.ts'
import { deliverWebhooks } from '../features/webhooks/jobs/deliverWebhooks.ts'
import { wakeDeliveries } from '../features/webhooks/jobs/wakeDeliveries.ts'
import { webhookSubscriber } from '../features/webhooks/jobs/webhookSubscriber.ts'
import type { Jobs, WorkerPool } from '../queue/jobs.ts'
import { runScheduled } from '../queue/runScheduled.ts'
import type { Schedule } from '../queue/scheduledWork.ts'

/** The work of every scheduled task. */
export const schedule: Schedule = {
  remind: sendReminders,
  passOn: releaseExpiredHolds,
  closeEnded: closeEndedWaitlists,
  expire: purgeExpiredData,
  reconcile: reconcileCounters,
  vacuum,
  locate: locateEvents,
  growSeries: growEndlessSeries,
  webhooks: wakeDeliveries,
  learnWords: learnSearchWords,
  forgetWords: forgetSearchWords,
  renditions: queueRenditions,
  searchEngine: wakeSearchFeed,
  sweepMedia,
  digest: sendDigests,
}

/** Connections for jobs that wait for other servers: to hear of jobs, to take them, and to end them. */
const fewConnections = 4

/**
 * Emails wait for mail servers, webhooks for receivers, and the feed for the search engine. Pools of their own keep them from delaying jobs
 * that take milliseconds.
 */
const pools = (env: Env): WorkerPool[] => [
  { tasks: { sendEmail }, concurrency: env.MAIL_CONCURRENCY },
  {
    tasks: { deliverWebhooks },
    concurrency: env.WEBHOOK_CONCURRENCY,
    connections: fewConnections,
  },
  // One picture at a time: encoding takes a core.
  { tasks: { updateRenditions }, concurrency: 1 },
  ...(env.SEARCH_URL
    ? [{ tasks: { feedSearchEngine }, concurrency: 1, connections: fewConnections }]
    : []),
  {
    tasks: {
      announceChange,
      runScheduled: runScheduled(schedule),
      // Without an engine, a job that is left from one ends at once.
      ...(env.SEARCH_URL ? {} : { feedSearchEngine }),
    },
    concurrency: 2,
  },
]

/** All background work of the platform: tasks, subscribers of domain events, and the schedule. */
export const jobs: Jobs = {
  pools,
  subscribers: [emailSubscriber, webhookSubscriber, mediaSubscriber, searchSubscriber],
  renameOldJobs: renameOldEmailJobs,
  closeConnections: closeMail,
}
