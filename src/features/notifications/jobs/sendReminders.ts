import { counted } from '../../../shared/counted.ts'
import { poolOf } from '../../../database/connection.ts'
import { addJobs } from '../../../queue/queries/jobs.ts'
import { reminderCandidates, reminderKey } from '../queries/reminders.ts'
import { isDue, reminders } from '../reminderRules.ts'
import { sendEmailJob } from '../emailJob.ts'
import type { ScheduledWork } from '../../../queue/scheduledWork.ts'

/**
 * Has those written to whose event begins soon. What is due is found anew each time, so a reminder
 * moves with its event, and is dropped with it, without anybody having to think of it.
 */
export const sendReminders: ScheduledWork = async (payload, now) => {
  const connection = poolOf(payload)
  let sent = 0
  for (const kind of reminders) {
    const candidates = await reminderCandidates(connection, kind, now)
    const due = candidates.filter(({ startDate, registeredAt, zone }) =>
      isDue(
        kind,
        { startDate: new Date(startDate), registeredAt: new Date(registeredAt), zone },
        now,
      ),
    )
    const jobs = due.map(({ registrationId, eventId, userId, startDate }) =>
      sendEmailJob(reminderKey(kind, registrationId, startDate), {
        kind,
        userId,
        eventId,
        registrationId,
        startDate,
      }),
    )
    await addJobs(connection, jobs)
    sent += jobs.length
  }
  return counted(sent, 'reminder')
}
