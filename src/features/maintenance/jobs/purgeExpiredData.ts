import { poolOf } from '../../../database/connection.ts'
import { purgeIdempotencyKeys } from '../../../http/idempotency/queries.ts'
import { purgeRateLimitCounts } from '../../../http/rateLimit/queries.ts'
import { purgeOutbox } from '../../../queue/queries/outbox.ts'
import { purgeScheduledRuns } from '../../../queue/queries/scheduledRuns.ts'
import type { ScheduledWork } from '../../../queue/scheduledWork.ts'
import { purgeEmailChanges, purgeExpiredCredentials } from '../../accounts/public.ts'
import { purgeFeeds } from '../../calendars/public.ts'
import { purgeFlagChanges } from '../../flags/public.ts'
import { mailFolder, purgeDeliveries } from '../../notifications/public.ts'
import { purgeWebhookDeliveries, purgeWebhookSecrets } from '../../webhooks/public.ts'
import { dayMs } from '../../../shared/isoDate.ts'

/** Days after which records are deleted that nothing depends on any more. */
const retentionDays = {
  outbox: 14,
  runs: 30,
  deliveries: 180,
  emails: 30,
  addresses: 30,
  feeds: 400,
  webhooks: 30,
  flags: 1095,
}

const daysBefore = (now: Date, days: number) => new Date(now.getTime() - days * dayMs)

/**
 * Deletes what has expired, and records that are older than their retention time. Each feature
 * supplies the function for its own tables.
 */
export const purgeExpiredData: ScheduledWork = async (payload, now) => {
  const connection = poolOf(payload)
  const deleted: Record<string, number> = {
    ...(await purgeExpiredCredentials(connection, now)),
    'idempotency keys': await purgeIdempotencyKeys(connection, now),
    'rate-limit counts': await purgeRateLimitCounts(connection, now),
    'domain events': await purgeOutbox(connection, daysBefore(now, retentionDays.outbox)),
    'scheduled runs': await purgeScheduledRuns(connection, daysBefore(now, retentionDays.runs)),
    'email deliveries': await purgeDeliveries(
      connection,
      daysBefore(now, retentionDays.deliveries),
    ),
    'old addresses': await purgeEmailChanges(connection, daysBefore(now, retentionDays.addresses)),
    'calendar feeds': await purgeFeeds(connection, daysBefore(now, retentionDays.feeds)),
    'webhook deliveries': await purgeWebhookDeliveries(
      connection,
      daysBefore(now, retentionDays.webhooks),
    ),
    'changes of flags': await purgeFlagChanges(connection, daysBefore(now, retentionDays.flags)),
    'webhook secrets': await purgeWebhookSecrets(connection, now),
    'emails in the folder': await mailFolder().purge(daysBefore(now, retentionDays.emails)),
  }
  const counts = Object.entries(deleted).filter(([, count]) => count > 0)
  if (counts.length === 0) return 'Nothing to delete'
  return `Deleted ${counts.map(([name, count]) => `${count} ${name}`).join(', ')}`
}
