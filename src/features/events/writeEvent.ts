import type { PayloadRequest } from 'payload'

import { connectionOf, inTransaction } from '../../database/connection.ts'
import { findPublicEvent, type PublicEvent } from './queries/events.ts'
import { readerIn } from '../../database/replicaReads.ts'
import { viewerOf } from './viewer.ts'
import { notFound } from '../../shared/errors/Refusal.ts'
import type { Event } from '../../payload-types.ts'
import { lockOccurrences, type Scope } from '../series/public.ts'

/** The fields of an event that an app may write, with Payload's names. */
export type WritableEvent = Pick<
  Event,
  'title' | 'description' | 'startDate' | 'endDate' | 'location' | 'maxParticipants'
> &
  Partial<Pick<Event, 'status'>>

/** An event that the caller may see. @throws {Refusal} 404 when there is no such event */
export async function readEvent(req: PayloadRequest, id: number): Promise<PublicEvent> {
  const event = await findPublicEvent(await readerIn(req), viewerOf(req), id)
  if (!event) throw notFound()
  return event
}

/** Creates an event with the caller as owner. @throws {ValidationError} with Payload's field names */
export const createEvent = (req: PayloadRequest, data: WritableEvent): Promise<PublicEvent> =>
  inTransaction(req, async () => {
    const { id } = await req.payload.create({
      collection: 'events',
      data: { timezone: 'UTC', maxPartySize: 1, status: 'draft', ...data },
      depth: 0,
      overrideAccess: false,
      req,
    })
    return readEvent(req, id)
  })

/** Reads the event under its lock, so that it cannot change between a check and the change. */
async function readLocked(req: PayloadRequest, id: number, scope: Scope) {
  await lockOccurrences(await connectionOf(req), id, scope)
  // The hooks of the events read it from there.
  req.context.scope = scope
  return readEvent(req, id)
}

interface ChangeOptions {
  /** Gets the event before the change, and throws to undo the change. */
  check: (event: PublicEvent) => void
  /** What the change of an event of a series reaches; the event alone by default. */
  scope?: Scope
}

/**
 * Changes an event as the caller.
 *
 * @param options `check` runs last, because a precondition counts only when the request would succeed
 *   without it (RFC 9110, 13.2.1)
 * @throws {Refusal} 404 for an event that the caller may not see; {Forbidden} when they may not change it
 */
export const changeEvent = (
  req: PayloadRequest,
  id: number,
  data: Partial<WritableEvent>,
  { check, scope = 'this' }: ChangeOptions,
): Promise<PublicEvent> =>
  inTransaction(req, async () => {
    const before = await readLocked(req, id, scope)
    await req.payload.update({
      collection: 'events',
      id,
      data,
      depth: 0,
      overrideAccess: false,
      overrideLock: true,
      req,
    })
    check(before)
    return readEvent(req, id)
  })

/**
 * Deletes an event as the caller.
 *
 * @param options `check` runs last too
 * @throws {Refusal} 404 for an event that the caller may not see, 409 for an event with registrations;
 *   {Forbidden} when they may not delete it
 */
export const deleteEvent = (
  req: PayloadRequest,
  id: number,
  { check, scope = 'this' }: ChangeOptions,
): Promise<void> =>
  inTransaction(req, async () => {
    const before = await readLocked(req, id, scope)
    await req.payload.delete({
      collection: 'events',
      id,
      depth: 0,
      overrideAccess: false,
      overrideLock: true,
      req,
    })
    check(before)
  })
