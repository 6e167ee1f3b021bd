import { isolated } from '../../../../shared/direction.ts'
import type { Change, EmailEvent } from '../emails.ts'
import { type Reader, formatMoment, zoneNameAt } from '../times.ts'
import type { Block } from './content.ts'

/** A value in words: instants in the reader's time zone, zones with the name of their time. */
function shown(value: string, { field }: Change, event: EmailEvent, reader: Reader): string {
  switch (field) {
    case 'startDate':
    case 'endDate':
      return formatMoment(value, reader)
    case 'timezone': {
      const zone = zoneNameAt(event.startDate, value, reader.language)
      return `${value.replaceAll('_', ' ')} (${zone})`
    }
    case 'title':
    case 'location':
      return isolated(value) || '–'
  }
}

/** The changes of an event, with the values before and now. */
export const changeBlocks = (changes: Change[], event: EmailEvent, reader: Reader): Block[] =>
  changes.map((change) => ({
    kind: 'change',
    label: reader.translate(`field.${change.field}`),
    before: shown(change.from, change, event, reader),
    now: shown(change.to, change, event, reader),
  }))
