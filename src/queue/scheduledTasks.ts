/**
 * All tasks that run by the clock: when (cron, UTC) and the title that the panel shows. The database
 * stores the keys, such as `passOn`, so a key never changes, not even to a better name.
 */
export const scheduledTasks = {
  remind: { cron: '* * * * *', title: 'Send event reminders' },
  passOn: { cron: '* * * * *', title: 'Release expired holds and offers' },
  closeEnded: { cron: '*/5 * * * *', title: 'Close waitlists of ended events' },
  expire: { cron: '17 * * * *', title: 'Delete expired data' },
  reconcile: { cron: '*/10 * * * *', title: 'Check the seat counters' },
  vacuum: { cron: '42 3 * * *', title: 'Vacuum the busiest tables' },
  learnWords: { cron: '* * * * *', title: 'Learn new words for the search' },
  forgetWords: { cron: '52 3 * * *', title: 'Forget words that no event has' },
  searchEngine: { cron: '* * * * *', title: 'Keep the search engine up to date' },
  locate: { cron: '7-59/10 * * * *', title: 'Find the coordinates of events' },
  growSeries: { cron: '27 2 * * *', title: 'Make the events of endless series' },
  webhooks: { cron: '*/5 * * * *', title: 'Send webhooks that are late' },
  renditions: { cron: '3-59/10 * * * *', title: 'Make missing sizes of pictures' },
  sweepMedia: { cron: '8-59/10 * * * *', title: 'Remove files that no picture has' },
  digest: { cron: '5 * * * *', title: 'Send daily digests to organisers' },
} as const

export type ScheduledTask = keyof typeof scheduledTasks
