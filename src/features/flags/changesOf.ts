import { isDeepStrictEqual } from 'node:util'

import type { Flag } from '../../payload-types.ts'
import { relatedId } from '../../shared/documentId.ts'
import type { FieldChanges } from './queries/changes.ts'

const recorded = [
  'key',
  'type',
  'description',
  'schema',
  'defaultValue',
  'offValue',
  'rules',
  'prerequisites',
  'killed',
  'forApps',
  'startsAt',
  'endsAt',
  'owner',
  'reviewOn',
] as const satisfies (keyof Flag)[]

const isReference = (value: unknown): value is { id: number } =>
  typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'number'

/** A value without what is nothing: Payload writes null, an empty list or nothing for the same. */
function plain(value: unknown): unknown {
  if (isReference(value)) return relatedId(value)
  if (Array.isArray(value)) return value.length > 0 ? value.map(plain) : undefined
  if (typeof value !== 'object' || value === null)
    return value === null || value === '' ? undefined : value
  const inner = Object.entries(value).flatMap(([key, one]) => {
    const shown = plain(one)
    return shown === undefined || key === 'forUsers' ? [] : [[key, shown] as const]
  })
  return Object.fromEntries(inner)
}

/** The fields that differ between two versions of a flag, with both values. */
export function changesOf(before: Partial<Flag>, after: Partial<Flag>): FieldChanges {
  const changes: FieldChanges = {}
  for (const field of recorded) {
    const [from, to] = [plain(before[field]), plain(after[field])]
    if (!isDeepStrictEqual(from, to)) changes[field] = { from: from ?? null, to: to ?? null }
  }
  return changes
}
