import { isolated } from '../../../../shared/direction.ts'
import type { EmailEvent, EmailRegistration } from '../emails.ts'
import { webLink } from '../links.ts'
import { calendarLinks } from '../../../calendars/public.ts'
import { type Reader, eventTimes, type SiteReader } from '../times.ts'
import type { Block, Fact } from './content.ts'

/** The time, the place and the organiser of an event. */
export function eventFacts(event: EmailEvent, reader: Reader): Fact[] {
  const { translate } = reader
  const { location, organiser } = event
  const facts: Fact[] = [{ label: translate('when'), lines: eventTimes(event, reader) }]
  if (location) facts.push({ label: translate('where'), lines: [isolated(location)] })
  if (organiser?.name)
    facts.push({ label: translate('organiser'), lines: [isolated(organiser.name)] })
  return facts
}

/** The number of places of a registration. */
export const placesFact = ({ seats }: EmailRegistration, { translate }: Reader): Fact => ({
  label: translate('places'),
  lines: [String(seats)],
})

/** What an attendee needs at the door. */
export const ticketFacts = (registration: EmailRegistration, reader: Reader): Fact[] => [
  placesFact(registration, reader),
  { label: reader.translate('ticketCode'), lines: [registration.ticketCode], code: true },
]

/** The links that add an event to the reader's calendar, for mail programs that do not open the attached file. */
export function calendarBlock(event: EmailEvent, { origin, translate }: SiteReader): Block {
  const { google, ics, office365, outlook } = calendarLinks(
    { ...event, link: webLink(event.link) },
    origin,
  )
  return {
    kind: 'links',
    label: translate('addToCalendar'),
    links: [
      { text: 'Google', href: google },
      { text: 'Outlook.com', href: outlook },
      { text: 'Microsoft 365', href: office365 },
      { text: translate('calendarFile'), href: ics },
    ],
  }
}

/** A button to the event's page, if it has one. */
export function eventButton({ link }: EmailEvent, { translate }: Reader): Block[] {
  const href = webLink(link)
  return href === undefined ? [] : [{ kind: 'button', label: translate('openEvent'), href }]
}

/** A button to the recipient's own registration, or to the event's page when there is no such page. */
export function registrationButton(
  event: EmailEvent,
  { link }: EmailRegistration,
  reader: Reader,
  label: 'acceptOffer' | 'openRegistration' = 'openRegistration',
): Block[] {
  const href = webLink(link)
  if (href === undefined) return eventButton(event, reader)
  return [{ kind: 'button', label: reader.translate(label), href }]
}
