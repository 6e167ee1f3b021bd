import cronstrue from 'cronstrue'

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

/** "Every 5 minutes", "At 03:42 (UTC)". Only expressions with fixed hours need the time zone. */
export function formatCron(cron: string): string {
  const words = cronstrue.toString(cron, { use24HourTimeFormat: true, logicalAndDayFields: true })
  return /\d\d:\d\d/.test(words) ? `${words} (UTC)` : words
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
