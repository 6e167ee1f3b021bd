import { poolOf } from '../../../database/connection.ts'
import { pruneOutbox } from '../../../queue/queries/outbox.ts'
import { pruneRuns } from '../../../queue/queries/scheduledRuns.ts'
import { purgeExpired } from '../queries.ts'
import type { ScheduledWork } from '../../../queue/scheduledWork.ts'
import { mailFolder, pruneDeliveries } from '../../notifications/public.ts'

/** Days for which records are kept that nothing depends on any more. */
const keptDays = { outbox: 14, runs: 30, deliveries: 180, mails: 30 }

const daysBefore = (now: Date, days: number) => new Date(now.getTime() - days * 86_400_000)

/** Forgets what has expired, and what has been kept for long enough. */
export const purgeExpiredData: ScheduledWork = async (payload, now) => {
  const connection = poolOf(payload)
  const gone: Record<string, number> = {
    ...(await purgeExpired(connection, now)),
    'domain events': await pruneOutbox(connection, daysBefore(now, keptDays.outbox)),
    runs: await pruneRuns(connection, daysBefore(now, keptDays.runs)),
    deliveries: await pruneDeliveries(connection, daysBefore(now, keptDays.deliveries)),
    'mails in the folder': await mailFolder().prune(daysBefore(now, keptDays.mails)),
  }
  const told = Object.entries(gone).filter(([, count]) => count > 0)
  return told.length > 0 ? told.map(([what, count]) => `${count} ${what}`).join(', ') : 'nothing'
}
