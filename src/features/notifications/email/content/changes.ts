import type { Change, EmailEvent } from '../emails.ts'
import { type Clock, momentFor, zoneNameAt } from '../times.ts'
import type { Block } from './content.ts'

/** A value as people read it: instants by the reader's own clock, zones with what they are called. */
function shown(value: string, { field }: Change, event: EmailEvent, clock: Clock): string {
  switch (field) {
    case 'startDate':
    case 'endDate':
      return momentFor(value, clock)
    case 'timezone': {
      const zone = zoneNameAt(event.startDate, value, clock.language)
      return `${value.replaceAll('_', ' ')} (${zone})`
    }
    case 'title':
    case 'location':
      return value || '–'
  }
}

/** What has changed about an event, before and now. */
export const changeBlocks = (changes: Change[], event: EmailEvent, clock: Clock): Block[] =>
  changes.map((change) => ({
    kind: 'change',
    label: clock.say(`field.${change.field}`),
    before: shown(change.from, change, event, clock),
    now: shown(change.to, change, event, clock),
  }))
