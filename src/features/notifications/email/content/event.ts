import type { EmailEvent, EmailRegistration } from '../emails.ts'
import { webLink } from '../links.ts'
import { type Clock, timesOf } from '../times.ts'
import type { Block, Fact } from './content.ts'

/** When and where an event is. */
export function eventFacts(event: EmailEvent, clock: Clock): Fact[] {
  const { say } = clock
  const { location, organiser } = event
  const facts: Fact[] = [{ label: say('when'), lines: timesOf(event, clock) }]
  if (location) facts.push({ label: say('where'), lines: [location] })
  if (organiser?.name) facts.push({ label: say('organiser'), lines: [organiser.name] })
  return facts
}

/** For how many people. */
export const placesFact = ({ seats }: EmailRegistration, { say }: Clock): Fact => ({
  label: say('places'),
  lines: [String(seats)],
})

/** What somebody needs at the door. */
export const ticketFacts = (registration: EmailRegistration, clock: Clock): Fact[] => [
  placesFact(registration, clock),
  { label: clock.say('ticketCode'), lines: [registration.ticketCode], code: true },
]

/** The way to the event's page, if it has one. */
export function eventButton({ link }: EmailEvent, { say }: Clock): Block[] {
  const href = webLink(link)
  return href === undefined ? [] : [{ kind: 'button', label: say('openEvent'), href }]
}
