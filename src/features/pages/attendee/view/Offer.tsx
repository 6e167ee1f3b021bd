import type { OwnRegistration } from '../../../registrations/public.ts'
import type { PersonContext } from '../context.ts'

/** To accept an offered place, or not. */
export const Offer = ({
  context: { site, text },
  one: { event, eventId },
}: {
  context: PersonContext
  one: OwnRegistration
}) => {
  const path = `/my/events/${eventId}`
  const about = <span className="hidden-text">: {event.title}</span>
  return (
    <form method="post" action={site.link(path)}>
      <p className="actions">
        <button name="do" value="accept">
          {text('one.accept')}
          {about}
        </button>
        <a className="button second" href={site.link(`${path}/cancel`)}>
          {text('one.decline')}
          {about}
        </a>
      </p>
    </form>
  )
}
