const units = [
  { name: 'day', millis: 86_400_000 },
  { name: 'hour', millis: 3_600_000 },
  { name: 'minute', millis: 60_000 },
  { name: 'second', millis: 1000 },
] as const

/** "3 minutes" for a duration in milliseconds, in the largest unit of which it has at least one. */
export function formatDuration(millis: number): string {
  const unit = units.find((one) => millis >= one.millis)
  if (!unit) return `${Math.max(Math.round(millis), 0)} ms`
  const count = Math.floor(millis / unit.millis)
  return `${count} ${unit.name}${count === 1 ? '' : 's'}`
}

const twoDigits = (text: string) => text.padStart(2, '0')

/** "Every 5 minutes"; an expression that has no short words as it is. */
export function formatCron(cron: string): string {
  const [minute = '', hour = '', ...days] = cron.split(' ')
  if (days.join(' ') !== '* * *') return cron
  const step = /^\*\/(\d+)$/.exec(minute)?.[1]
  if (minute === '*' && hour === '*') return 'Every minute'
  if (step && hour === '*') return `Every ${step} minutes`
  if (!/^\d+$/.test(minute)) return cron
  if (hour === '*') return `Every hour at :${twoDigits(minute)}`
  return /^\d+$/.test(hour) ? `Every day at ${twoDigits(hour)}:${twoDigits(minute)} UTC` : cron
}

/** Lines and characters of an error that are shown before somebody asks for more. */
const mostLines = 3
const mostCharacters = 280

/** What an error says first, and whether it says more. */
export function firstLines(error: string): { text: string; isWhole: boolean } {
  const lines = error.trim().split('\n')
  const text = lines.slice(0, mostLines).join('\n').slice(0, mostCharacters)
  return { text, isWhole: text.length === error.trim().length }
}
