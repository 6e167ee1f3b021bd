import type { Options } from '../../command/options.ts'
import { countsText } from '../../command/preview.ts'
import type { ImportReport } from './importSeason.ts'

/** The counts of an import, in aligned lines. */
export function summaryOf({ accounts, entries, events }: ImportReport): string {
  const refused = entries.refused.length
  const registered = entries.total - entries.alreadyThere - refused
  return [
    `  Events    ${countsText(events)}`,
    `  Accounts  ${countsText(accounts)}`,
    `  Entries   ${registered} registered, ${entries.alreadyThere} already there, ${refused} refused`,
  ].join('\n')
}

const refusalsOf = ({ refused }: ImportReport['entries']): string[] => {
  const teams = new Map<string, string[]>()
  for (const { event, reason, team } of refused) {
    const key = `${event}: ${reason}`
    teams.set(key, [...(teams.get(key) ?? []), team])
  }
  return [...teams].map(([key, numbers]) => `${key} (team ${numbers.join(', ')})`)
}

/** Every difference between the platform and the source, one line each. Empty when there is none. */
export function problemsOf(
  { broken, differences, entries }: ImportReport,
  { partial }: Pick<Options, 'partial'>,
): string[] {
  const lines = refusalsOf(entries)
  for (const { event, missing, unlisted } of differences) {
    if (missing.length > 0) lines.push(`${event} lacks team ${missing.join(', ')}`)
    if (unlisted.length > 0 && !partial)
      lines.push(`${event} holds ${unlisted.join(', ')}, not in the source`)
  }
  for (const { eventId, invariant } of broken) lines.push(`Event ${eventId}: ${invariant}`)
  return lines
}
