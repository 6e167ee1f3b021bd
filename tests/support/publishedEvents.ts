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

/** A record as its type says it is, with nothing more in it than the type knows. */
function checked({ type, version, data }: Row): PublishedEvent {
  expect(Object.keys(domainEventSchemas)).toContain(type)
  expect(version).toBe(domainEventVersion)
  expect(domainEventSchemas[type as DomainEventType].parse(data)).toEqual(data)
  return { type, data }
}

/** The number of the last thing that was told. */
export async function lastEventId(payload: Payload): Promise<string> {
  const { rows } = await poolOf(payload).query<{ id: string }>(
    'SELECT coalesce(max(id), 0) AS id FROM outbox',
  )
  return rows[0]!.id
}

/** What was told after that, each record checked against its type. */
export const eventsAfter = async (payload: Payload, id: string): Promise<PublishedEvent[]> =>
  (await rowsAfter(payload, id)).map(checked)

/** What is told because of something that is done. */
export async function eventsPublishedBy(
  payload: Payload,
  act: () => Promise<unknown>,
): Promise<PublishedEvent[]> {
  const before = await lastEventId(payload)
  await act()
  return eventsAfter(payload, before)
}

export const typesOf = (told: PublishedEvent[]) => told.map(({ type }) => type)
