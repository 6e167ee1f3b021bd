import { expect } from '@jest/globals'
import type { Payload } from 'payload'

import {
  type DomainEventType,
  domainEventSchemas,
  domainEventVersion,
} from '../../src/queue/domainEvents.ts'
import { poolOf } from './pool.ts'

export interface PublishedEvent {
  type: string
  data: Record<string, unknown>
}

interface Row extends PublishedEvent {
  id: string
  version: number
}

const rowsAfter = async (payload: Payload, id: string) => {
  const { rows } = await poolOf(payload).query<Row>(
    'SELECT id, type, version, data FROM outbox WHERE id > $1 ORDER BY id',
    [id],
  )
  return rows
}

/** The event, checked against the schema of its type, which allows no other fields. */
function checked({ type, version, data }: Row): PublishedEvent {
  expect(Object.keys(domainEventSchemas)).toContain(type)
  expect(version).toBe(domainEventVersion)
  expect(domainEventSchemas[type as DomainEventType].parse(data)).toEqual(data)
  return { type, data }
}

/** The id of the last domain event in the outbox. */
export async function lastEventId(payload: Payload): Promise<string> {
  const { rows } = await poolOf(payload).query<{ id: string }>(
    'SELECT coalesce(max(id), 0) AS id FROM outbox',
  )
  return rows[0]!.id
}

/** The domain events after that id, each checked against its schema. */
export const eventsAfter = async (payload: Payload, id: string): Promise<PublishedEvent[]> =>
  (await rowsAfter(payload, id)).map(checked)

/** The domain events that `act` publishes. */
export async function eventsPublishedBy(
  payload: Payload,
  act: () => Promise<unknown>,
): Promise<PublishedEvent[]> {
  const before = await lastEventId(payload)
  await act()
  return eventsAfter(payload, before)
}

export const typesOf = (told: PublishedEvent[]) => told.map(({ type }) => type)
