import { counted } from '../../../shared/counted.ts'
import { poolOf } from '../../../database/connection.ts'
import { addJobs } from '../../../queue/queries/jobs.ts'
import { reminderCandidates } from '../queries/reminders.ts'
import { isDue, reminderKinds } from '../reminderRules.ts'
import { sendEmailJob } from '../emailJob.ts'
import type { ScheduledWork } from '../../../queue/scheduledWork.ts'

/**
 * Queues the reminders that are due. They are found anew at each run, so a reminder follows its event
 * when the event is moved or cancelled.
 */
export const sendReminders: ScheduledWork = async (payload, now) => {
  const connection = poolOf(payload)
  let sent = 0
  for (const kind of reminderKinds) {
    const candidates = await reminderCandidates(connection, kind, now)
    const due = candidates.filter(({ startDate, registeredAt, zone }) =>
      isDue(
        kind,
        { startDate: new Date(startDate), registeredAt: new Date(registeredAt), zone },
        now,
      ),
    )
    const jobs = due.map(({ key, registrationId, eventId, userId, startDate }) =>
      sendEmailJob(key, {
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
