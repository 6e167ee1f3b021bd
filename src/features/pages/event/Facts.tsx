import type { ReactNode } from 'react'

import { countryName } from '../list/filterLinks.ts'
import { When } from '../list/When.tsx'
import { seatStateOf, seatText, toneOf } from '../seats.ts'
import { momentText } from '../times.ts'
import type { EventProps } from './eventProps.ts'

const Fact = ({ children, label }: { children: ReactNode; label: string }) => (
  <div>
    <dt>{label}</dt>
    <dd>{children}</dd>
  </div>
)

/** A map of the place, or of what the place is called. Nothing is loaded from there before a click. */
function mapLink({ latitude, location, longitude }: EventProps['event']): string {
  const map = 'https://www.openstreetmap.org'
  return latitude === null || longitude === null
    ? `${map}/search?query=${encodeURIComponent(location)}`
    : `${map}/?mlat=${latitude}&mlon=${longitude}#map=15/${latitude}/${longitude}`
}

const Where = ({ event, site }: EventProps) => (
  <Fact label={site.translate('event.where')}>
    <span dir="auto">{event.location}</span>
    {event.country && (
      <>
        <br />
        {countryName(event.country, site)}
      </>
    )}
    <br />
    <a href={mapLink(event)} rel="noopener" target="_blank">
      {site.translate('event.map')}
    </a>
  </Fact>
)

/** The places. The script replaces this part when they change. */
const Places = ({ event, now, site }: EventProps) => {
  const { maxParticipants, maxPartySize, registeredCount, registrationClosesAt } = event
  const { language, translate } = site
  const state = seatStateOf(event, now)
  const isOpen = state === 'free' || state === 'waitlist'
  return (
    <div
      id="places"
      data-event={event.id}
      data-left={event.seatsLeft}
      data-waiting={event.waitlistCount}
    >
      <dt>{translate('event.places')}</dt>
      <dd>
        <span className={`pill ${toneOf[state]}`}>{seatText(event, now, site)}</span>
        <ul className="plain-list lines quiet">
          <li>{translate('event.taken', { taken: registeredCount, capacity: maxParticipants })}</li>
          {event.waitlistCount > 0 && (
            <li>{translate('event.waiting', { waiting: event.waitlistCount })}</li>
          )}
          {isOpen && maxPartySize > 1 && (
            <li>{translate('event.party', { size: maxPartySize })}</li>
          )}
          {isOpen && registrationClosesAt && (
            <li>
              {translate('event.closes', {
                when: momentText(registrationClosesAt, event.timezone, language),
              })}
            </li>
          )}
        </ul>
      </dd>
    </div>
  )
}

const Topics = ({ event: { program, tags }, site: { link, translate } }: EventProps) => (
  <Fact label={translate('event.topics')}>
    <ul className="plain-list chips">
      {program && (
        <li>
          <a className="chip" href={link('/events', { program })}>
            {program}
          </a>
        </li>
      )}
      {tags.map((tag) => (
        <li key={tag}>
          <a className="chip" dir="auto" href={link('/events', { tag })}>
            {tag}
          </a>
        </li>
      ))}
    </ul>
  </Fact>
)

/** When, where, how many places, and what it is about. */
export const Facts = (props: EventProps) => {
  const { event, site } = props
  return (
    <dl className="card event-facts">
      <Fact label={site.translate('event.when')}>
        <When event={event} site={site} />
        <p className="own-time quiet" data-own-time={site.translate('event.yourTime')} hidden />
      </Fact>
      <Where {...props} />
      <Places {...props} />
      {(event.program || event.tags.length > 0) && <Topics {...props} />}
    </dl>
  )
}
