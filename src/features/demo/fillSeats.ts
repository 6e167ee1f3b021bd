import type { PayloadRequest } from 'payload'

import type { TimeSpan } from './calendar.ts'
import type { Random } from './random.ts'
import type { DemoEvent } from './season/demoEvent.ts'
import { cancelOwnRegistration, registerForEvent } from '../registrations/public.ts'

/** People register in this first part of the window; in the rest, some of them cancel. */
const registering = 0.85

interface Party {
  userId: number
  seats: number
}

/** Parties that take exactly the wanted number of seats, followed by the parties that wait. */
function planClaims(event: DemoEvent, attendees: number[], random: Random): Party[] {
  const party = () => 1 + random.below(event.party ?? 1)
  const claims: Party[] = []
  let seatsLeft = Math.round(event.seats * (event.taken ?? 0))
  let waiting = event.waiting ?? 0
  for (const userId of random.shuffled(attendees)) {
    if (seatsLeft > 0) {
      const seats = Math.min(party(), seatsLeft)
      seatsLeft -= seats
      claims.push({ userId, seats })
    } else if (waiting > 0) {
      waiting -= 1
      claims.push({ userId, seats: party() })
    }
  }
  return claims
}

/** `count` instants within the time span, in ascending order. */
function spread(count: number, { from, until }: TimeSpan, random: Random): Date[] {
  const step = (until.getTime() - from.getTime()) / count
  return Array.from(
    { length: count },
    (_, index) => new Date(from.getTime() + (index + random.below(1000) / 1000) * step),
  )
}

/**
 * Registers people for an event one after another, and cancels the registrations of the dropouts. Both
 * use the functions that the API uses, with past instants.
 *
 * @returns how many registrations were made
 */
export async function fillSeats(
  req: PayloadRequest,
  eventId: number,
  event: DemoEvent,
  { from, until }: TimeSpan,
  attendees: number[],
  random: Random,
): Promise<number> {
  const turn = new Date(from.getTime() + registering * (until.getTime() - from.getTime()))
  const claims = planClaims(event, attendees, random)
  const claimed = spread(claims.length, { from, until: turn }, random)
  for (const [index, claim] of claims.entries()) {
    await registerForEvent(req, { ...claim, eventId }, { now: claimed[index] })
  }
  const dropouts = random.shuffled(claims).slice(0, event.dropouts ?? 0)
  const dropped = spread(dropouts.length, { from: turn, until }, random)
  for (const [index, { userId }] of dropouts.entries()) {
    await cancelOwnRegistration(req, eventId, userId, dropped[index])
  }
  return claims.length
}
