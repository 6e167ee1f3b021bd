import type { PageResponse } from '../../../http/pages/page.ts'
import {
  maxOwnPage,
  type OwnRegistration,
  type OwnRegistrationList,
  ownRegistrationLists,
  type OwnRegistrationPage,
  readOwnRegistrations,
} from '../../registrations/public.ts'
import { readOwnAccount } from '../../accounts/public.ts'
import type { PersonContext } from './context.ts'
import { EventFacts, Fact } from './view/EventFacts.tsx'
import { Notice } from './view/Notice.tsx'
import { Offer } from './view/Offer.tsx'
import { renderPage } from './view/renderPage.tsx'
import { StatePill, stateSentences } from './view/State.tsx'

function doneText({ request, text }: PersonContext): string | undefined {
  switch (request.query('done')) {
    case 'account':
      return text('signUp.done')
    case 'cancelled':
      return text('my.done.cancelled')
    case 'confirmation':
      return text('confirm.sent')
    default:
      return undefined
  }
}

const Card = ({ context, one }: { context: PersonContext; one: OwnRegistration }) => {
  const { site, text } = context
  const path = `/my/events/${one.eventId}`
  return (
    <li className="card">
      <p>
        <StatePill context={context} registration={one} />
      </p>
      <h3>
        <a href={site.link(path)}>
          <bdi>{one.event.title}</bdi>
        </a>
      </h3>
      <EventFacts context={context} event={one.event}>
        <Fact name={text('register.places')}>{text('my.seats', { seats: one.seats })}</Fact>
      </EventFacts>
      {stateSentences(context, one).map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      {one.state === 'offered' && <Offer context={context} one={one} />}
      {one.state === 'confirmed' && (
        <p className="actions">
          <a className="button second" href={site.link(`${path}/ticket`)}>
            {text('my.ticket')}
            <span className="hidden-text">: {one.event.title}</span>
          </a>
        </p>
      )}
    </li>
  )
}

const titles = { upcoming: 'my.upcoming', past: 'my.past' } as const

const Lists = ({ context, list }: { context: PersonContext; list: OwnRegistrationList }) => (
  <ul className="plain-list tabs">
    {ownRegistrationLists.map((each) => (
      <li key={each}>
        <a
          href={context.site.link('/my/events', { list: each === 'upcoming' ? undefined : each })}
          aria-current={each === list ? 'true' : undefined}
        >
          {context.text(titles[each])}
        </a>
      </li>
    ))}
  </ul>
)

const Pages = ({
  context: { site, text },
  list,
  page,
  hasNext,
}: {
  context: PersonContext
  list: OwnRegistrationList
  page: number
  hasNext: boolean
}) => {
  const link = (number: number) => site.link('/my/events', { list, page: String(number) })
  return (
    <p className="actions">
      {page > 1 && (
        <a className="button second" href={link(page - 1)}>
          {text('my.previous')}
        </a>
      )}
      {hasNext && (
        <a className="button second" href={link(page + 1)}>
          {text('my.next')}
        </a>
      )}
    </p>
  )
}

const Unconfirmed = ({
  context: { site, text },
  email,
}: {
  context: PersonContext
  email: string
}) => (
  <Notice tone="waiting">
    {text('confirm.needed', { email })}{' '}
    <a href={site.link('/my/email')}>{text('confirm.resend')}</a>
  </Notice>
)

const List = ({
  context,
  list,
  found,
}: {
  context: PersonContext
  list: OwnRegistrationList
  found: OwnRegistrationPage
}) => {
  const { site, text } = context
  if (found.registrations.length > 0) {
    return (
      <ul className="cards">
        {found.registrations.map((one) => (
          <Card key={one.id} context={context} one={one} />
        ))}
      </ul>
    )
  }
  return (
    <>
      <p>{text(list === 'upcoming' ? 'my.none' : 'my.nonePast')}</p>
      <p className="actions">
        <a className="button" href={site.link('/events')}>
          {text('my.find')}
        </a>
      </p>
    </>
  )
}

/** A number of a page that cannot be read is the first page. */
const pageOf = (typed: string): number => {
  const page = /^\d{1,4}$/.test(typed) ? Number(typed) : 1
  return Math.min(Math.max(page, 1), maxOwnPage)
}

export async function show(context: PersonContext): Promise<PageResponse> {
  const { payload, req, request, text, user } = context
  const list = request.query('list') === 'past' ? 'past' : 'upcoming'
  const page = pageOf(request.query('page'))
  const found = await readOwnRegistrations(payload, user.id, { list, page })
  const { email, emailConfirmedAt } = await readOwnAccount(req, user.id)
  return renderPage(context, {
    title: text('my.title'),
    done: doneText(context),
    children: (
      <>
        {!emailConfirmedAt && <Unconfirmed context={context} email={email} />}
        <Lists context={context} list={list} />
        <h2 className="hidden-text">{text(titles[list])}</h2>
        <List context={context} list={list} found={found} />
        <Pages context={context} list={list} page={page} hasNext={found.hasNext} />
      </>
    ),
  })
}
