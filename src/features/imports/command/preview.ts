import { changeOf, type EventPlan } from '../events/planEvents.ts'
import type { ImportHost } from './host.ts'
import { type Changes, noChanges } from './progress.ts'

const signs = { created: '+', updated: '~', unchanged: '=' }

export const countsText = ({ created, unchanged, updated }: Changes): string =>
  `${created} created, ${updated} updated, ${unchanged} unchanged`

/** Prints what would be done with each event. Nothing is written. */
export function preview(plans: EventPlan[], { print }: ImportHost): void {
  const changes = noChanges()
  for (const plan of plans) {
    const { startDate, timezone, title } = plan.event.details
    changes[changeOf(plan)] += 1
    print(`  ${signs[changeOf(plan)]} ${startDate} ${title} (${timezone})`)
  }
  print(`Nothing was written. Events: ${countsText(changes)}`)
}
