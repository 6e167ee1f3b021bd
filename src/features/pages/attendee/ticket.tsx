import type { PageResponse } from '../../../http/pages/page.ts'
import { type OwnRegistration, readOwnRegistration } from '../../registrations/public.ts'
import type { PersonContext } from './context.ts'
import { eventIdOf } from './eventId.ts'
import { qrPath } from './qrCode.ts'
import { EventFacts, Fact } from './view/EventFacts.tsx'
import { renderPage } from './view/renderPage.tsx'

/** Groups of characters are read aloud and typed with fewer mistakes. */
const grouped = (code: string) => code.replace(/.{5}(?=.{5})/g, '$& ')

const Code = ({ code, label }: { code: string; label: string }) => {
  const { path, size } = qrPath(code)
  return (
    <svg
      className="qr"
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
    >
      <path className="qr-light" d={`M0 0h${size}v${size}H0z`} />
      <path className="qr-dark" d={path} />
    </svg>
  )
}

const Ticket = ({ context, one }: { context: PersonContext; one: OwnRegistration }) => {
  const { site, text } = context
  const path = `/my/events/${one.eventId}/ticket`
  return (
    <>
      <p className="screen-only">{text('ticket.show')}</p>
      <div className="ticket card">
        <Code code={one.ticketCode} label={text('ticket.qr', { code: one.ticketCode })} />
        <EventFacts context={context} event={one.event}>
          <Fact name={text('ticket.name')}>
            <bdi>{one.name}</bdi>
          </Fact>
          <Fact name={text('register.places')}>{text('my.seats', { seats: one.seats })}</Fact>
          <Fact name={text('ticket.code')}>
            <code>{grouped(one.ticketCode)}</code>
          </Fact>
        </EventFacts>
      </div>
      <p className="actions screen-only">
        <button type="button" className="second" data-print hidden>
          {text('ticket.print')}
        </button>
        <a className="button second" href={`${path}.png`} download={`ticket-${one.eventId}.png`}>
          {text('ticket.image')}
        </a>
        <a className="button second" href={site.link(`/my/events/${one.eventId}`)}>
          {text('form.back')}
        </a>
      </p>
    </>
  )
}

/** The ticket of a confirmed place, for a phone and for paper. Without a place there is none. */
export async function show(context: PersonContext): Promise<PageResponse> {
  const { payload, request, site, text, user } = context
  const one = await readOwnRegistration(payload, user.id, eventIdOf(request))
  const hasTicket = one.state === 'confirmed' && one.event.status !== 'cancelled'
  return renderPage(context, {
    title: text('ticket.title', { title: one.event.title }),
    children: hasTicket ? (
      <Ticket context={context} one={one} />
    ) : (
      <p>
        {text('ticket.none')}{' '}
        <a href={site.link(`/my/events/${one.eventId}`)}>{text('my.details')}</a>
      </p>
    ),
  })
}
