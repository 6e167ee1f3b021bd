import { createLocalReq, type Payload, type PayloadRequest } from 'payload'

import { inTransaction } from '../../../../database/connection.ts'
import {
  type Change,
  type Changes,
  type ImportProgress,
  noChanges,
} from '../../command/progress.ts'
import { usualCapacity } from '../../rules.ts'
import type { DraftPlan } from './planDrafts.ts'

/** What will be done with an event. */
export function changeOf({ changes, stored }: DraftPlan): Change {
  if (!stored) return 'created'
  return Object.keys(changes).length === 0 ? 'unchanged' : 'updated'
}

async function save(req: PayloadRequest, plan: DraftPlan, owner: number | null) {
  const { changes, details, stored } = plan
  const options = { collection: 'events', depth: 0, overrideAccess: true, req } as const
  if (!stored) {
    const fresh = { maxParticipants: usualCapacity, maxPartySize: 1, status: 'draft' } as const
    await req.payload.create({ ...options, data: { ...details, ...fresh, createdBy: owner } })
  } else if (changeOf(plan) === 'updated') {
    await req.payload.update({ ...options, id: stored.id, data: changes })
  }
}

/**
 * Writes the events that are new or differ, all or none of them. Payload's hooks run for each.
 *
 * @param owner the id of the user who owns new events; null for nobody
 */
export async function saveDrafts(
  payload: Payload,
  plans: DraftPlan[],
  owner: number | null,
  progress: ImportProgress,
): Promise<Changes> {
  const changes = noChanges()
  const req = await createLocalReq({}, payload)
  progress.begin('Events', plans.length)
  await inTransaction(req, async () => {
    for (const plan of plans) {
      await save(req, plan, owner)
      changes[changeOf(plan)] += 1
      progress.advance()
    }
  })
  progress.end()
  return changes
}
