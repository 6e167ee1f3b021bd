import { randomUUID } from 'node:crypto'

import { attendeeName, type RegistrableEvent } from '../../../registrations/public.ts'
import type { PersonContext } from '../context.ts'
import { SeatsChoice } from '../forms/Choice.tsx'
import { emptyForm } from '../forms/Field.tsx'
import type { Rejected } from '../forms/readForm.ts'
import { momentText } from '../times.ts'
import { EventFacts, Fact } from './EventFacts.tsx'
import { Notice } from './Notice.tsx'

interface Step {
  context: PersonContext
  event: RegistrableEvent
}

interface StepsProps extends Step {
  /** Whether the person has cancelled an earlier registration. */
  wasRegistered: boolean
  failed: Rejected | undefined
  now: Date
}

const pathOf = ({ id }: RegistrableEvent) => `/events/${id}/register`

/** Why an event takes nobody, in a sentence. */
function closedText({ context, event, now }: Step & { now: Date }): string {
  const { text } = context
  const { closesAt, opensAt, refusal, timezone } = event
  if (refusal === 'event_ended' || refusal === 'event_cancelled') return text(`refusal.${refusal}`)
  if (opensAt && new Date(opensAt) > now) {
    return text('refusal.event_opens', { time: momentText(context, opensAt, timezone) })
  }
  if (closesAt && new Date(closesAt) <= now) {
    return text('refusal.event_closed', { time: momentText(context, closesAt, timezone) })
  }
  return text('refusal.event_not_open')
}

/** The second step: the places are held, and the person confirms or gives them back. */
const Confirm = ({
  context,
  event,
  hold,
  now,
}: Step & { hold: NonNullable<RegistrableEvent['hold']>; now: Date }) => {
  const { site, text, user } = context
  const seats = hold.seats
  const leftMs = new Date(hold.expiresAt).getTime() - now.getTime()
  return (
    <section>
      <h2>{text('register.check')}</h2>
      <Notice tone="waiting">
        {text('register.held', {
          seats,
          time: momentText(context, hold.expiresAt, event.timezone),
        })}{' '}
        <span
          data-expires={Math.max(0, leftMs)}
          data-text={text('register.timeLeft', { time: '{time}' })}
        >
          {text('register.left', { minutes: Math.floor(leftMs / 60_000) })}
        </span>
      </Notice>
      <dl className="own-facts">
        <Fact name={text('register.name')}>
          <bdi>{attendeeName(user)}</bdi>{' '}
          <a href={site.link('/my/profile', { next: pathOf(event) })}>
            {text('register.changeName')}
          </a>
        </Fact>
        <Fact name={text('register.places')}>{text('my.seats', { seats })}</Fact>
      </dl>
      <form method="post" action={site.link(pathOf(event))}>
        <input type="hidden" name="hold" value={hold.id} />
        <input type="hidden" name="key" value={randomUUID()} />
        <p className="actions">
          <button name="do" value="register">
            {text('register.confirm')}
          </button>
          <button name="do" value="release" className="second">
            {text('register.release')}
          </button>
        </p>
      </form>
    </section>
  )
}

/** The first step: how many places. */
const Choose = ({ context, event, failed }: Step & { failed: Rejected | undefined }) => {
  const { request, site, text } = context
  const wanted = Number(request.query('seats')) || 1
  return (
    <form className="form" method="post" action={site.link(pathOf(event))}>
      <p>{text('register.free', { count: event.seatsLeft })}</p>
      {event.maxPartySize > 1 && (
        <SeatsChoice
          form={failed?.form ?? emptyForm}
          text={text}
          value={Math.min(wanted, event.maxPartySize)}
          max={event.maxPartySize}
        />
      )}
      <p className="actions">
        <button name="do" value="hold">
          {text('register.next')}
        </button>
      </p>
      <p className="field-hint">{text('register.nextHint')}</p>
    </form>
  )
}

/** To wait, when there are not enough places. */
const Wait = ({ context, event, failed }: Step & { failed: Rejected | undefined }) => {
  const { site, text } = context
  return (
    <form className="form" method="post" action={site.link(pathOf(event))}>
      <p>
        {event.seatsLeft === 0
          ? text('register.full')
          : text('register.free', { count: event.seatsLeft })}{' '}
        {text('register.waitlist', { count: event.waitlisted })}
      </p>
      {event.maxPartySize > 1 && (
        <SeatsChoice
          form={failed?.form ?? emptyForm}
          text={text}
          value={1}
          max={event.maxPartySize}
        />
      )}
      <input type="hidden" name="key" value={randomUUID()} />
      <p className="actions">
        <button name="do" value="register">
          {text('register.joinWaitlist')}
        </button>
      </p>
    </form>
  )
}

const NextStep = ({ context, event, failed, now }: StepsProps) => {
  const { text } = context
  if (event.refusal) return <Notice tone="plain">{closedText({ context, event, now })}</Notice>
  if (event.hold) return <Confirm context={context} event={event} hold={event.hold} now={now} />
  // Places may be free, and not enough of them for this party.
  const isFull = event.seatsLeft === 0 || failed?.refusal?.code === 'event_full'
  if (!isFull) return <Choose context={context} event={event} failed={failed} />
  if (event.hasWaitlist) return <Wait context={context} event={event} failed={failed} />
  return event.seatsLeft > 0 ? (
    <Choose context={context} event={event} failed={failed} />
  ) : (
    <Notice tone="plain">{text('register.full')}</Notice>
  )
}

/** An event, and what the person can do to take part. */
export const RegisterSteps = (props: StepsProps) => {
  const { context, event, wasRegistered } = props
  return (
    <>
      <EventFacts context={context} event={event} />
      {wasRegistered && !event.refusal && <p>{context.text('register.again')}</p>}
      <NextStep {...props} />
      <p>
        <a href={context.site.link(`/events/${event.id}`)}>{context.text('my.eventPage')}</a>
      </p>
    </>
  )
}
