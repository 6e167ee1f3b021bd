/** What is done by the clock, and when (cron, by UTC). `src/jobs/schedule` does it. */
export const scheduledTasks = {
  remind: { cron: '* * * * *', title: 'Remind attendees of what begins soon' },
  passOn: { cron: '* * * * *', title: 'Pass on seats whose hold or offer has expired' },
  closeEnded: { cron: '*/5 * * * *', title: 'Close the queues of events that have ended' },
  expire: { cron: '17 * * * *', title: 'Forget expired tokens, keys, counts and records' },
  reconcile: { cron: '*/10 * * * *', title: 'Compare the seat counters with the registrations' },
  vacuum: { cron: '42 3 * * *', title: 'Tidy the tables that change most' },
  digest: { cron: '5 * * * *', title: 'Send organisers what their events did in a day' },
} as const

export type ScheduledTask = keyof typeof scheduledTasks
