import { createHash } from 'node:crypto'

import type { PublicEvent } from './queries/events.ts'
import { Refusal } from '../../shared/errors/Refusal.ts'
import { serializeEvent } from './serialize.ts'

/**
 * Strong entity tags of events (RFC 9110, 8.8.3) in two parts: `"edition-rest"`. The edition changes when
 * somebody edits the event; the rest changes with the counts too. `If-None-Match` compares the whole
 * tag. `If-Match` compares the edition: a registration in between must not refuse a new title
 * (docs/decisions/0008-entity-tags.md).
 */

const digest = (value: unknown) =>
  createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 16)

const editionOf = (event: PublicEvent) => digest([event.id, event.updatedAt])

export const entityTagOf = (event: PublicEvent, now: Date): string =>
  `"${editionOf(event)}-${digest(serializeEvent(event, now))}"`

const tagsIn = (header: string) => header.split(',').map((tag) => tag.trim())

/**
 * Checks that the client has read the current edition before it changes the event.
 *
 * @throws {Refusal} 412 when somebody else has changed the event in between
 */
export function checkIfMatch(ifMatch: string | undefined, event: PublicEvent): void {
  if (ifMatch === undefined || ifMatch.trim() === '*') return
  const edition = `"${editionOf(event)}-`
  if (tagsIn(ifMatch).some((candidate) => candidate.startsWith(edition))) return
  throw new Refusal(412, 'precondition_failed', 'The event was changed since it was read.')
}
