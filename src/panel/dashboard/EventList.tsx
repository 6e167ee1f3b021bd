import { Link } from '@payloadcms/ui'

import type { OverviewEvent } from '../../features/events/public.ts'
import { When } from '../elements/When.tsx'
import { fillOf } from '../elements/fillOf.ts'
import { LiveFillBar } from '../elements/live/LiveFillBar.tsx'

interface Props {
  title: string
  events: OverviewEvent[]
  /** The text when there are no events. */
  nothing: string
  /** The page that each event links to: its form or its registrations. */
  page: 'edit' | 'registrations'
}

const addressOf = (event: OverviewEvent, page: Props['page']) =>
  `/admin/collections/events/${event.id}${page === 'registrations' ? '/registrations' : ''}`

export const EventList = ({ title, events, nothing, page }: Props) => (
  <div className="overview__card">
    <h2 className="overview__title">{title}</h2>
    {events.length === 0 && <p className="overview__nothing">{nothing}</p>}
    <ul className="overview__events">
      {events.map((event) => (
        <li key={event.id} className="overview__event">
          <Link className="overview__link" href={addressOf(event, page)}>
            <bdi>{event.title}</bdi>
          </Link>
          <When event={event} />
          <LiveFillBar eventId={event.id} fill={fillOf(event)} />
        </li>
      ))}
    </ul>
  </div>
)
