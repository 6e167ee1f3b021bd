import { calendarLinks } from '../../calendars/public.ts'
import type { EventProps } from './eventProps.ts'

interface LinksProps extends EventProps {
  /** The address of the page. */
  url: string
}

/** The links that add the event to a calendar. */
export const CalendarLinks = ({ event, site: { origin, translate }, url }: LinksProps) => {
  if (event.status === 'cancelled') return null
  const links = calendarLinks({ ...event, link: url }, origin)
  const others = { Google: links.google, Outlook: links.outlook, 'Office 365': links.office365 }
  return (
    <section aria-labelledby="calendar">
      <h2 id="calendar">{translate('event.addToCalendar')}</h2>
      <ul className="plain-list chips">
        <li>
          <a className="chip" href={links.ics}>
            {translate('event.calendarFile')} (.ics)
          </a>
        </li>
        {Object.entries(others).map(([name, href]) => (
          <li key={name}>
            <a className="chip" href={href} rel="noopener" target="_blank">
              {name}
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Ways to tell others. The script shows the button where the browser can share or copy. */
export const ShareLinks = ({ event: { title }, site: { translate }, url }: LinksProps) => (
  <p className="actions">
    <button
      type="button"
      className="second"
      data-share={url}
      data-copied={translate('event.copied')}
      hidden
    >
      {translate('event.share')}
    </button>
    <a
      className="button second"
      href={`mailto:?subject=${encodeURIComponent(title)}&body=${encodeURIComponent(url)}`}
    >
      {translate('event.shareByEmail')}
    </a>
  </p>
)
