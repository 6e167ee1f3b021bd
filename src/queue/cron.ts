import { CronExpressionParser } from 'cron-parser'

/**
 * The first instant after `instant` at which a cron expression (UTC) is due. When an expression names
 * both days of the month and days of the week, cron-parser accepts either. node-cron, which starts the
 * tasks, needs both to match, so other days are skipped here.
 *
 * @throws {Error} when the expression is invalid or names a day that does not exist
 */
export function dueAfter(cron: string, instant: Date): Date {
  const expression = CronExpressionParser.parse(cron, { currentDate: instant, tz: 'UTC' })
  const daysOfMonth: readonly unknown[] = expression.fields.dayOfMonth.values
  const daysOfWeek: readonly unknown[] = expression.fields.dayOfWeek.values
  for (;;) {
    const due = expression.next().toDate()
    if (daysOfMonth.includes(due.getUTCDate()) && daysOfWeek.includes(due.getUTCDay())) return due
  }
}

/** Whether a cron expression was due at least `times` times after `since`, up to now. */
export function hasMissed(cron: string, times: number, since: Date, now: Date): boolean {
  let due = since
  for (let time = 0; time < times; time += 1) due = dueAfter(cron, due)
  return due.getTime() <= now.getTime()
}
