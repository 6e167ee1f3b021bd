import { boundedLine } from '../../../shared/boundedText.ts'
import { Layout } from '../layout/Layout.tsx'
import { eventPath } from '../paths.ts'
import { Picture } from '../picture/Picture.tsx'
import { shareImagePath } from '../shareImage/address.ts'
import { About, Dates } from './About.tsx'
import { CalendarLinks, ShareLinks } from './CalendarLinks.tsx'
import { Facts } from './Facts.tsx'
import { EventHead } from './EventHead.tsx'
import type { EventProps } from './eventProps.ts'
import { RegisterLink } from './RegisterLink.tsx'

/** What somebody has to know before they read on. */
const State = ({ event, now, site: { translate } }: EventProps) => {
  if (event.status === 'cancelled') {
    return (
      <div className="notice bad" role="status">
        <p>
          <strong>{translate('event.cancelled')}</strong>
        </p>
        {event.cancellationReason && (
          <p dir="auto" className="typed">
            {translate('event.reason')} {event.cancellationReason}
          </p>
        )}
      </div>
    )
  }
  if (new Date(event.endDate) > now) return null
  return (
    <p className="notice" role="status">
      {translate('event.over')}
    </p>
  )
}

/** The page of an event. */
export const EventPage = (props: EventProps) => {
  const { event, site } = props
  const url = site.origin + eventPath(event)
  return (
    <Layout
      site={site}
      title={event.title}
      description={boundedLine(event.description, 200)}
      canonical={eventPath(event)}
      head={
        <EventHead
          {...props}
          url={url}
          image={site.origin + shareImagePath(event, site.language)}
        />
      }
    >
      <article className="event">
        <nav aria-label={site.translate('events.title')}>
          <a href={site.link('/events')}>← {site.translate('error.back')}</a>
        </nav>
        {event.cover && (
          <Picture
            className="cover"
            picture={event.cover}
            sizes="(max-width: 64rem) 100vw, 62rem"
            isFirst
          />
        )}
        <h1 dir="auto">{event.title}</h1>
        <State {...props} />
        <div className="event-columns">
          <div>
            <Facts {...props} />
            <RegisterLink {...props} />
          </div>
          <About {...props} />
        </div>
        <Dates {...props} />
        <CalendarLinks {...props} url={url} />
        <ShareLinks {...props} url={url} />
      </article>
    </Layout>
  )
}
