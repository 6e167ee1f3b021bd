import type { PageResponse } from '../../../http/pages/page.ts'
import {
  cancelOwnRegistration,
  type OwnRegistration,
  readOwnRegistration,
} from '../../registrations/public.ts'
import type { PersonContext } from './context.ts'
import { eventIdOf } from './eventId.ts'
import { EventFacts } from './view/EventFacts.tsx'
import { goTo, renderPage } from './view/renderPage.tsx'

const pathOf = ({ eventId }: OwnRegistration) => `/my/events/${eventId}`

/** Asks once more: a place that was given back may be another person's a moment later. */
export async function show(context: PersonContext): Promise<PageResponse> {
  const { payload, request, site, text, user } = context
  const one = await readOwnRegistration(payload, user.id, eventIdOf(request))
  if (one.state === 'cancelled') return goTo(context, pathOf(one))
  const question = one.state === 'waitlisted' ? 'cancel.leaveQuestion' : 'cancel.question'
  return renderPage(context, {
    title: text('cancel.title', { title: one.event.title }),
    children: (
      <>
        <EventFacts context={context} event={one.event} />
        <p>{text(question)}</p>
        <form method="post" action={site.link(`${pathOf(one)}/cancel`)}>
          <p className="actions">
            <button>{text('cancel.yes')}</button>
            <a className="button second" href={site.link(pathOf(one))}>
              {text('cancel.no')}
            </a>
          </p>
        </form>
      </>
    ),
  })
}

/** Cancels. A form that is sent twice finds the registration cancelled, which is what the person wanted. */
export async function submit(context: PersonContext): Promise<PageResponse> {
  const { payload, req, request, user } = context
  const one = await readOwnRegistration(payload, user.id, eventIdOf(request))
  if (one.state !== 'cancelled') await cancelOwnRegistration(req, one.eventId, user.id)
  return goTo(context, '/my/events', { done: 'cancelled' })
}
