import cronstrue from 'cronstrue'

import { counted } from '../../../shared/counted.ts'

const units = [
  { name: 'day', millis: 86_400_000 },
  { name: 'hour', millis: 3_600_000 },
  { name: 'minute', millis: 60_000 },
  { name: 'second', millis: 1000 },
] as const

/** "3 minutes" for a duration in milliseconds, in the largest unit that fits at least once. */
export function formatDuration(millis: number): string {
  const unit = units.find((one) => millis >= one.millis)
  if (!unit) return `${Math.max(Math.round(millis), 0)} ms`
  return counted(Math.floor(millis / unit.millis), unit.name)
}

/** "Every 5 minutes", "At 03:42 (UTC)". Only expressions with fixed hours need the time zone. */
export function formatCron(cron: string): string {
  const words = cronstrue.toString(cron, { use24HourTimeFormat: true, logicalAndDayFields: true })
  return /\d\d:\d\d/.test(words) ? `${words} (UTC)` : words
}

/** The part of an error that is shown before the details are opened. */
const maxLines = 3
const maxCharacters = 280

/** The first lines of an error, and whether they are all of it. */
export function firstLines(error: string): { text: string; isWhole: boolean } {
  const lines = error.trim().split('\n')
  const text = lines.slice(0, maxLines).join('\n').slice(0, maxCharacters)
  return { text, isWhole: text.length === error.trim().length }
}
