/** When a cron expression is due, by UTC. Pure. */

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
/** Every date there is comes within this: the 29th of February is at most eight years away. */
const horizon = 9 * 366 * day

const ranges = [
  { from: 0, to: 59 },
  { from: 0, to: 23 },
  { from: 1, to: 31 },
  { from: 1, to: 12 },
  // Sunday is 0, and 7 as well.
  { from: 0, to: 7 },
] as const

/** The numbers that one part of a field stands for, as of "1-5/2". */
function numbersOf(part: string, { from, to }: (typeof ranges)[number]): number[] {
  const single = /^\d+$/.test(part)
  const found = /^(?:\*|(\d+)-(\d+))(?:\/(\d+))?$/.exec(part)
  if (!single && !found) throw new Error(`No cron field has a part "${part}"`)
  const [, first = from, last = to, step = 1] = found ?? ['', part, part]
  const [lowest, highest] = [Number(first), Number(last)]
  if (lowest < from || highest > to || lowest > highest || Number(step) === 0) {
    throw new Error(`"${part}" is out of the range of its cron field`)
  }
  const numbers = Array.from({ length: highest - lowest + 1 }, (_, index) => lowest + index)
  return numbers.filter((number) => (number - lowest) % Number(step) === 0)
}

/** The five fields: minutes, hours, days of the month, months, days of the week. */
function fieldsOf(cron: string): Set<number>[] {
  const fields = cron.trim().split(/\s+/)
  if (fields.length !== ranges.length) throw new Error(`"${cron}" has not five fields`)
  return fields.map((field, index) => {
    const numbers = field.split(',').flatMap((part) => numbersOf(part, ranges[index]!))
    return new Set(index === 4 ? numbers.map((number) => number % 7) : numbers)
  })
}

/**
 * The first time after that instant at which the expression is due. Its day has to fit both the day
 * of the month and the day of the week, as node-cron has it.
 *
 * @param cron five fields of numbers, `*`, lists, ranges and steps
 * @throws {Error} when the expression cannot be read, or names a day that never comes
 */
export function dueAfter(cron: string, instant: Date): Date {
  const [minutes, hours, days, months, weekdays] = fieldsOf(cron)
  const next = (time: number, unit: number) => Math.floor(time / unit) * unit + unit
  let time = next(instant.getTime(), minute)
  const end = time + horizon
  while (time < end) {
    const at = new Date(time)
    const isDay =
      months!.has(at.getUTCMonth() + 1) &&
      days!.has(at.getUTCDate()) &&
      weekdays!.has(at.getUTCDay())
    if (!isDay) time = next(time, day)
    else if (!hours!.has(at.getUTCHours())) time = next(time, hour)
    else if (!minutes!.has(at.getUTCMinutes())) time = next(time, minute)
    else return at
  }
  throw new Error(`"${cron}" is never due`)
}

/** Whether that many times at which the expression is due have gone by since. */
export function hasMissed(cron: string, times: number, since: Date, now: Date): boolean {
  let due = since
  for (let time = 0; time < times; time += 1) due = dueAfter(cron, due)
  return due.getTime() <= now.getTime()
}
