import { isUpcoming } from '../../events/public.ts'
import { eventPath } from '../paths.ts'
import { seatStateOf, seatText, toneOf } from '../seats.ts'
import type { Site } from '../site.ts'
import { dayIn, formatOf } from '../times.ts'
import type { ListedEvent } from './findList.ts'
import { When } from './When.tsx'

const DateBadge = ({ event, site }: CardProps) => {
  const day = new Date(`${dayIn(event.startDate, event.timezone)}T00:00:00Z`)
  const utc = { timeZone: 'UTC' } as const
  return (
    <div className="date-badge" aria-hidden="true">
      <span>{formatOf(site.language, { month: 'short', ...utc }).format(day)}</span>
      <strong>{day.getUTCDate()}</strong>
    </div>
  )
}

interface CardProps {
  event: ListedEvent
  site: Site
  now: Date
}

const Seats = ({ event, now, site }: CardProps) => (
  <span className={`pill ${toneOf[seatStateOf(event, now)]}`}>{seatText(event, now, site)}</span>
)

const Facts = ({ event, now, site }: CardProps) => {
  const { kilometres, program, startDate, endDate, status } = event
  const isRunning =
    status === 'published' && !isUpcoming(startDate, now) && isUpcoming(endDate, now)
  return (
    <p className="facts">
      <Seats event={event} now={now} site={site} />
      {isRunning && <span className="pill good">{site.translate('seats.running')}</span>}
      {program && <span className="pill">{program}</span>}
      {kilometres !== undefined && (
        <span className="quiet">
          {site.translate('distance', { kilometres: String(Math.round(kilometres)) })}
        </span>
      )}
    </p>
  )
}

/** An event in a list. The title and the excerpt have marks around what was searched for, and are HTML. */
export const EventCard = ({ event, site, now }: CardProps) => (
  <li className="card event-card">
    <DateBadge event={event} site={site} now={now} />
    <div>
      <h2 dir="auto">
        <a
          href={site.link(eventPath(event))}
          dangerouslySetInnerHTML={{ __html: event.highlight.title }}
        />
      </h2>
      <p>
        <When event={event} site={site} />
        <br />
        <span dir="auto">{event.location}</span>
      </p>
      <p
        className="excerpt quiet"
        dir="auto"
        dangerouslySetInnerHTML={{ __html: event.highlight.description }}
      />
      <Facts event={event} now={now} site={site} />
    </div>
  </li>
)
