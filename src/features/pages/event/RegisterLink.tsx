import { eventPath } from '../paths.ts'
import { seatStateOf } from '../seats.ts'
import type { EventProps } from './eventProps.ts'

/** The way to a place, here or in the operator's own app. The script replaces it with the places. */
export const RegisterLink = ({ event, now, site: { appUrl, link, translate } }: EventProps) => {
  const state = seatStateOf(event, now)
  const href = appUrl
    ? `${appUrl.replace(/\/$/, '')}/events/${event.id}`
    : link(`${eventPath(event)}/register`)
  return (
    <div id="register">
      {(state === 'free' || state === 'waitlist') && (
        <p>
          <a className="button" href={href}>
            {translate(state === 'free' ? 'event.register' : 'event.joinWaitlist')}
          </a>
        </p>
      )}
    </div>
  )
}
