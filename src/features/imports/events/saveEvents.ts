import {
  APIError,
  createLocalReq,
  type Payload,
  type PayloadRequest,
  ValidationError,
} from 'payload'

import { inTransaction } from '../../../database/connection.ts'
import { ImportError } from '../command/ImportError.ts'
import { type Changes, type ImportProgress, noChanges } from '../command/progress.ts'
import { usualCapacity } from '../rules.ts'
import type { SourceEvent } from '../source/importSource.ts'
import { changeOf, type EventPlan } from './planEvents.ts'

interface Saving {
  /** The id of the user who owns new events; null for nobody. */
  owner: number | null
  /** Whether new events are published, unless the source says more. */
  isPublished: boolean
}

/** Coordinates of a source are told from those that people type, and from those that the platform finds. */
const contextOf = ({ coordinatesSource = 'imported' }: SourceEvent) => ({ coordinatesSource })

async function create(req: PayloadRequest, { event }: EventPlan, { isPublished, owner }: Saving) {
  const { id } = await req.payload.create({
    collection: 'events',
    depth: 0,
    overrideAccess: true,
    req,
    context: contextOf(event),
    data: {
      maxParticipants: usualCapacity,
      maxPartySize: 1,
      status: isPublished ? 'published' : 'draft',
      createdBy: owner,
      ...event.first,
      ...event.details,
    },
  })
  return id
}

async function save(req: PayloadRequest, plan: EventPlan, saving: Saving): Promise<number> {
  const { changes, stored } = plan
  if (!stored) return create(req, plan, saving)
  if (changeOf(plan) === 'updated') {
    const options = { collection: 'events', depth: 0, overrideAccess: true, req } as const
    const context = contextOf(plan.event)
    await req.payload.update({ ...options, context, id: stored.id, data: changes })
  }
  return stored.id
}

const reasonOf = (error: Error) =>
  error instanceof ValidationError
    ? error.data.errors.map(({ message, path }) => `${path}: ${message}`).join('; ')
    : error.message

/** A rule of the platform has refused an event: its person learns which one, and that nothing was written. */
function refusalOf({ event }: EventPlan, error: unknown): unknown {
  if (!(error instanceof APIError) || error.status >= 500) return error
  return new ImportError(
    `${event.place}: "${event.details.title}" cannot be saved. ${reasonOf(error)}. Nothing was imported.`,
  )
}

/**
 * Writes the events that are new or differ, all or none of them. Payload's hooks run for each.
 *
 * @returns how many were changed, and the ids in the order of the plans
 * @throws {ImportError} when a rule of the platform refuses one
 */
export async function saveEvents(
  payload: Payload,
  plans: EventPlan[],
  saving: Saving,
  progress: ImportProgress,
): Promise<{ changes: Changes; ids: number[] }> {
  const changes = noChanges()
  const ids: number[] = []
  const req = await createLocalReq({}, payload)
  progress.begin('Events', plans.length)
  try {
    await inTransaction(req, async () => {
      for (const plan of plans) {
        try {
          ids.push(await save(req, plan, saving))
        } catch (error) {
          throw refusalOf(plan, error)
        }
        changes[changeOf(plan)] += 1
        progress.advance()
      }
    })
  } finally {
    progress.end()
  }
  return { changes, ids }
}
