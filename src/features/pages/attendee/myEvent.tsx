import type { PageResponse } from '../../../http/pages/page.ts'
import { checkClaim } from '../../../http/rateLimit/checkClaim.ts'
import {
  acceptOffer,
  type OwnRegistration,
  PartySizeSchema,
  readOwnRegistration,
  resizeOwnParty,
} from '../../registrations/public.ts'
import type { PersonContext } from './context.ts'
import { eventIdOf } from './eventId.ts'
import { SeatsChoice } from './forms/Choice.tsx'
import { emptyForm } from './forms/Field.tsx'
import { seatsOf } from './forms/seats.ts'
import { parseForm, type Rejected, rejected, unreadableForm } from './forms/readForm.ts'
import { CalendarActions } from './view/CalendarActions.tsx'
import { EventFacts, Fact } from './view/EventFacts.tsx'
import { Offer } from './view/Offer.tsx'
import { goTo, renderPage } from './view/renderPage.tsx'
import { StatePill, stateSentences } from './view/State.tsx'

const pathOf = ({ eventId }: Pick<OwnRegistration, 'eventId'>) => `/my/events/${eventId}`

const doneTexts = {
  registered: 'my.done.registered',
  accepted: 'my.done.accepted',
  resized: 'my.done.resized',
} as const

function doneText({ request, text }: PersonContext, { state }: OwnRegistration) {
  const done = request.query('done')
  // A reload later must not say that somebody is registered who is not any more.
  if (!Object.hasOwn(doneTexts, done) || state === 'cancelled') return undefined
  if (done === 'registered' && state !== 'confirmed') return text('my.done.waitlisted')
  return text(doneTexts[done as keyof typeof doneTexts])
}

interface Parts {
  context: PersonContext
  one: OwnRegistration
}

const isLive = ({ event, state }: OwnRegistration, now: Date) =>
  state !== 'cancelled' && event.status === 'published' && new Date(event.endDate) > now

const PartySize = ({ context: { site, text }, one, failed }: Parts & { failed?: Rejected }) => (
  <form className="form card" method="post" action={site.link(pathOf(one))}>
    <h2>{text('one.changeSeats')}</h2>
    <SeatsChoice
      form={failed?.form ?? emptyForm}
      text={text}
      value={one.seats}
      // A party from before the limit was lowered keeps its size.
      max={Math.max(one.event.maxPartySize, one.seats)}
    />
    <p className="actions">
      <button name="do" value="resize">
        {text('one.changeButton')}
      </button>
    </p>
  </form>
)

const Cancelled = ({ context: { site, text }, one }: Parts) => (
  <>
    {one.cancelReason && (
      <blockquote>
        <p className="quiet">{text('state.reason')}</p>
        <p>
          <bdi>{one.cancelReason}</bdi>
        </p>
      </blockquote>
    )}
    {one.event.status === 'published' && (
      <p className="actions">
        <a className="button" href={site.link(`/events/${one.eventId}/register`)}>
          {text('one.again')}
        </a>
      </p>
    )}
  </>
)

const Live = ({ context, one, failed }: Parts & { failed?: Rejected }) => {
  const { site, text } = context
  return (
    <>
      {one.state === 'offered' && <Offer context={context} one={one} />}
      {one.state === 'confirmed' && (
        <p className="actions">
          <a className="button" href={site.link(`${pathOf(one)}/ticket`)}>
            {text('my.ticket')}
          </a>
        </p>
      )}
      <CalendarActions context={context} one={one} />
      {one.state !== 'offered' && Math.max(one.event.maxPartySize, one.seats) > 1 && (
        <PartySize context={context} one={one} failed={failed} />
      )}
      {one.state !== 'offered' && (
        <p className="actions">
          <a className="button second" href={site.link(`${pathOf(one)}/cancel`)}>
            {text(one.state === 'waitlisted' ? 'one.leave' : 'one.cancel')}
          </a>
        </p>
      )}
    </>
  )
}

function page(context: PersonContext, one: OwnRegistration, failed?: Rejected): PageResponse {
  const { site, text } = context
  return renderPage(context, {
    title: one.event.title,
    done: failed ? undefined : doneText(context, one),
    rejected: failed,
    children: (
      <>
        <p>
          <StatePill context={context} registration={one} />
        </p>
        {stateSentences(context, one).map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
        <EventFacts context={context} event={one.event}>
          <Fact name={text('register.places')}>{text('my.seats', { seats: one.seats })}</Fact>
          <Fact name={text('register.name')}>
            <bdi>{one.name}</bdi>
          </Fact>
        </EventFacts>
        {isLive(one, new Date()) && <Live context={context} one={one} failed={failed} />}
        {one.state === 'cancelled' && <Cancelled context={context} one={one} />}
        {one.event.status !== 'draft' && (
          <p>
            <a href={site.link(`/events/${one.eventId}`)}>{text('my.eventPage')}</a>
          </p>
        )}
      </>
    ),
  })
}

export async function show(context: PersonContext): Promise<PageResponse> {
  const { payload, request, user } = context
  return page(context, await readOwnRegistration(payload, user.id, eventIdOf(request)))
}

/** Accepts an offered place, or changes the size of the party. */
async function change(context: PersonContext, eventId: number): Promise<PageResponse> {
  const { payload, req, request, user } = context
  const path = pathOf({ eventId })
  const wanted = request.field('do')
  if (wanted !== 'accept' && wanted !== 'resize') throw unreadableForm()
  if (wanted === 'accept') {
    await acceptOffer(req, eventId, user.id)
    return goTo(context, path, { done: 'accepted' })
  }
  checkClaim(payload, user.id)
  const { seats } = parseForm(PartySizeSchema, seatsOf(request))
  await resizeOwnParty(req, { eventId, userId: user.id, seats })
  return goTo(context, path, { done: 'resized' })
}

export async function submit(context: PersonContext): Promise<PageResponse> {
  const { payload, request, text, user } = context
  const eventId = eventIdOf(request)
  try {
    return await change(context, eventId)
  } catch (error) {
    const failed = rejected(error, { values: { seats: request.field('seats') }, text })
    return page(context, await readOwnRegistration(payload, user.id, eventId), failed)
  }
}
