import type { Payload } from 'payload'

import { poolOf } from '../../database/connection.ts'
import { notFound } from '../../shared/errors/Refusal.ts'
import {
  findOwnRegistration,
  findRegistrableEvent,
  listOwnRegistrations,
  type OwnRegistration,
  type OwnRegistrationList,
  type RegistrableEvent,
} from './queries/ownRegistrations.ts'

/** Registrations on one page of a person's list. */
const pageSize = 20

/** The last page that is read: a person registers for a few events a year. */
export const maxOwnPage = 500

export interface OwnRegistrationPage {
  registrations: OwnRegistration[]
  hasNext: boolean
}

/**
 * A page of a user's own registrations, the newest of each event.
 *
 * @param page from 1
 */
export async function readOwnRegistrations(
  payload: Payload,
  userId: number,
  { list, page }: { list: OwnRegistrationList; page: number },
  now = new Date(),
): Promise<OwnRegistrationPage> {
  // One more than is shown tells whether there is a next page.
  const part = { list, offset: (page - 1) * pageSize, limit: pageSize + 1 }
  const found = await listOwnRegistrations(poolOf(payload), userId, part, now)
  return { registrations: found.slice(0, pageSize), hasNext: found.length > pageSize }
}

/**
 * A user's newest registration for an event.
 *
 * @throws {Refusal} 404 when they never registered for it, or may not see it
 */
export async function readOwnRegistration(
  payload: Payload,
  userId: number,
  eventId: number,
): Promise<OwnRegistration> {
  const found = await findOwnRegistration(poolOf(payload), userId, eventId)
  if (!found) throw notFound()
  return found
}

/** An event, and the user's registration for it, if there is one. */
export interface Registrable {
  event: RegistrableEvent
  registration: OwnRegistration | undefined
}

/**
 * What a user has to know before they register for an event.
 *
 * @throws {Refusal} 404 when they may not see it
 */
export async function readRegistrable(
  payload: Payload,
  userId: number,
  eventId: number,
  now = new Date(),
): Promise<Registrable> {
  const connection = poolOf(payload)
  const event = await findRegistrableEvent(connection, userId, eventId, now)
  if (!event) throw notFound()
  return { event, registration: await findOwnRegistration(connection, userId, eventId) }
}
