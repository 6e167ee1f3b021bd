import { expect } from '@jest/globals'

import type { Event } from '../../src/payload-types.ts'
import type { ApiResponse, Client } from './client.ts'
import { findBrokenInvariants } from './invariants.ts'
import { deviations } from './seatHistory.ts'
import type { TestPlatform } from './testPlatform.ts'

/** The result of one registration, on any surface: its state, or the code of the refusal. */
export function outcomeOf({ status, body }: ApiResponse): string {
  if (status >= 500) return `${status} ${JSON.stringify(body)}`
  const made = body.registration ?? body.doc ?? body.data?.createRegistration
  const error = body.errors?.[0]
  return made?.state ?? body.code ?? (error?.extensions ?? error)?.data?.code ?? String(status)
}

/** How many responses had each outcome. */
export function countOutcomes(responses: ApiResponse[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const outcome of responses.map(outcomeOf)) counts[outcome] = (counts[outcome] ?? 0) + 1
  return counts
}

const byId = (a: { id: number }, b: { id: number }) => a.id - b.id

/** The registrations of an event as the platform shows them to staff, in order of arrival. */
export async function registrationsOf(staff: Client, event: Pick<Event, 'id'>) {
  const { body } = await staff.get(
    `/api/registrations?depth=0&pagination=false&where[event][equals]=${event.id}`,
  )
  const all = (body.docs as RegistrationSeen[]).sort(byId)
  const inState = (state: string) => all.filter((registration) => registration.state === state)
  const [confirmed, waiting] = [inState('confirmed'), inState('waitlisted')]
  return { all, confirmed, waiting, taken: confirmed.reduce((sum, { seats }) => sum + seats, 0) }
}

interface RegistrationSeen {
  id: number
  user: number
  seats: number
  state: string
  checkedInAt: string | null
  waitlistPosition: number | null
}

/**
 * Expects that an event is consistent: the counters add up, every seat was given by the rules, the
 * waitlist is numbered from 1, and the event shows these numbers.
 */
export async function expectConsistent(
  { payload }: TestPlatform,
  staff: Client,
  event: Pick<Event, 'id'>,
) {
  expect(await findBrokenInvariants(payload)).toEqual([])
  expect(await deviations(payload, event.id)).toEqual([])
  const { waiting, taken, ...rest } = await registrationsOf(staff, event)
  expect(waiting.map(({ waitlistPosition }) => waitlistPosition)).toEqual(
    waiting.map((_registration, index) => index + 1),
  )
  const shown = (await staff.get(`/api/events/${event.id}`)).body
  expect(shown).toMatchObject({ registeredCount: taken, waitlistCount: waiting.length })
  expect(shown.seatsLeft).toBe(shown.maxParticipants - taken)
  return { waiting, taken, ...rest }
}
