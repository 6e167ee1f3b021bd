import { brand } from '../../../shared/brand.ts'
import { Document } from '../layout/Document.tsx'
import type { FoundList } from '../list/findList.ts'
import { listPath } from '../list/filterLinks.ts'
import { When } from '../list/When.tsx'
import { eventPath } from '../paths.ts'
import { seatStateOf, seatText, toneOf } from '../seats.ts'
import type { Query, Site } from '../site.ts'

interface EmbedProps {
  filters: Query
  found: FoundList
  site: Site
}

/** Links leave the frame. */
const outside = { target: '_blank', rel: 'noopener' }

/** A short list of events for a frame on another site. */
export const EmbedPage = ({ filters, found: { events, now }, site }: EmbedProps) => {
  const { link, translate } = site
  return (
    <Document site={site} title={translate('events.title')} script={site.embeddedScript}>
      <main className="embedded">
        <h1 className="hidden-text">{translate('events.title')}</h1>
        {events.length === 0 && <p>{translate('empty.title')}</p>}
        <ul className="embedded-list">
          {events.map((event) => (
            <li key={event.id}>
              <a href={link(eventPath(event))} dir="auto" {...outside}>
                {event.title}
              </a>
              <br />
              <When event={event} site={site} />
              <br />
              <span dir="auto">{event.location}</span>{' '}
              <span className={`pill ${toneOf[seatStateOf(event, now)]}`}>
                {seatText(event, now, site)}
              </span>
            </li>
          ))}
        </ul>
        <p>
          <a href={link(listPath, filters)} {...outside}>
            {translate('embed.all', { brand })}
          </a>
        </p>
      </main>
    </Document>
  )
}
