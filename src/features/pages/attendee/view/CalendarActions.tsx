import type { OwnRegistration } from '../../../registrations/public.ts'
import { calendarLinks } from '../../../calendars/public.ts'
import type { PersonContext } from '../context.ts'

/** The links that add the event to a calendar. */
export const CalendarActions = ({
  context: { site, text },
  one: { event, eventId },
}: {
  context: PersonContext
  one: OwnRegistration
}) => {
  const link = `${site.origin}/events/${eventId}`
  const links = calendarLinks({ id: eventId, ...event, description: '', link }, site.origin)
  return (
    <details className="card">
      <summary>{text('one.addToCalendar')}</summary>
      <ul>
        <li>
          <a href={links.ics}>{text('one.calendarFile')}</a>
        </li>
        <li>
          <a href={links.google} rel="noreferrer">
            Google Calendar
          </a>
        </li>
        <li>
          <a href={links.outlook} rel="noreferrer">
            Outlook
          </a>
        </li>
        <li>
          <a href={links.office365} rel="noreferrer">
            Microsoft 365
          </a>
        </li>
      </ul>
    </details>
  )
}
