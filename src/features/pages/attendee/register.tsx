import type { PageResponse } from '../../../http/pages/page.ts'
import { checkClaim } from '../../../http/rateLimit/checkClaim.ts'
import { Refusal } from '../../../shared/errors/Refusal.ts'
import {
  holdSeats,
  PartySchema,
  readRegistrable,
  releaseHold,
  SeatsSchema,
} from '../../registrations/public.ts'
import type { PersonContext } from './context.ts'
import { eventIdOf } from './eventId.ts'
import { parseForm, type Rejected, rejected, unreadableForm } from './forms/readForm.ts'
import { seatsOf } from './forms/seats.ts'
import { registerOnce } from './registerOnce.ts'
import { RegisterSteps } from './view/RegisterSteps.tsx'
import { goTo, renderPage } from './view/renderPage.tsx'

const pathOf = (eventId: number) => `/events/${eventId}/register`
const ownPathOf = (eventId: number) => `/my/events/${eventId}`

/** The page for what the person can do now: choose places, confirm what is held for them, wait, or nothing. */
async function page(context: PersonContext, eventId: number, failed?: Rejected) {
  const { payload, request, text, user } = context
  const now = new Date()
  const { event, registration } = await readRegistrable(payload, user.id, eventId, now)
  if (registration && registration.state !== 'cancelled') return goTo(context, ownPathOf(eventId))
  const isReleased = !failed && request.query('done') === 'released'
  return renderPage(context, {
    title: text('register.title', { title: event.title }),
    done: isReleased ? text('register.released') : undefined,
    rejected: failed,
    children: (
      <RegisterSteps
        context={context}
        event={event}
        wasRegistered={registration?.cancelledByOther === false}
        failed={failed}
        now={now}
      />
    ),
  })
}

export const show = (context: PersonContext): Promise<PageResponse> =>
  page(context, eventIdOf(context.request))

/** Holds the places while the person checks their details. Nothing is promised to a person by a page alone. */
async function hold(context: PersonContext, eventId: number): Promise<PageResponse> {
  const { payload, req, request, user } = context
  checkClaim(payload, user.id)
  const { seats } = parseForm(SeatsSchema, seatsOf(request))
  await holdSeats(req, { eventId, userId: user.id, seats })
  return goTo(context, pathOf(eventId))
}

/** Gives held places back. A hold that has ended meanwhile is given back as well. */
async function release(context: PersonContext, eventId: number): Promise<PageResponse> {
  const { req, user } = context
  try {
    await releaseHold(req, eventId, user.id)
  } catch (error) {
    if (!(error instanceof Refusal && error.code === 'not_held')) throw error
  }
  return goTo(context, pathOf(eventId), { done: 'released' })
}

/** Registers: with the hold, or without one for the waitlist. */
async function register(context: PersonContext, eventId: number): Promise<PageResponse> {
  const { payload, request, user } = context
  checkClaim(payload, user.id)
  const hold = request.field('hold') || undefined
  const claim = parseForm(PartySchema, { ...seatsOf(request), ...(hold ? { hold } : {}) })
  await registerOnce(context, request.field('key'), { eventId, ...claim })
  return goTo(context, ownPathOf(eventId), { done: 'registered' })
}

/** What a button of the form does, by its value. */
const actions = new Map([
  ['hold', hold],
  ['release', release],
  ['register', register],
])

export async function submit(context: PersonContext): Promise<PageResponse> {
  const { request, text } = context
  const eventId = eventIdOf(request)
  const action = actions.get(request.field('do'))
  if (!action) throw unreadableForm()
  try {
    return await action(context, eventId)
  } catch (error) {
    const failed = rejected(error, { values: { seats: request.field('seats') }, text })
    return page(context, eventId, failed)
  }
}
