import { crowd } from '../factories/users.ts'
import type { Person } from './callers.ts'
import { clientOf } from './client.ts'
import { poolOf } from './pool.ts'
import type { TestPlatform } from './testPlatform.ts'

/**
 * The kinds of callers that the access tables know. The owner owns the document of a test, the
 * organiser the event that it belongs to. The stranger is another attendee.
 */
export const callerKinds = [
  'anonymous',
  'stranger',
  'owner',
  'organiser',
  'suspended',
  'staff',
  'admin',
] as const
export type CallerKind = (typeof callerKinds)[number]

export type CallerByKind = Record<CallerKind, Person>

/**
 * A new user of that kind, signed in. A suspended user has a session from before, as if the
 * suspension had not ended it: then only the access rules can refuse the user.
 */
export async function newCallerOfKind(
  { payload, url }: TestPlatform,
  kind: CallerKind,
): Promise<Person> {
  if (kind === 'anonymous') return { id: 0, client: clientOf(url) }
  const [person] = await crowd(payload, 1)
  const { id, token } = person!
  await poolOf(payload).query('UPDATE users SET role = $1, suspended = $2 WHERE id = $3', [
    kind === 'staff' || kind === 'admin' ? kind : 'attendee',
    kind === 'suspended',
    id,
  ])
  return { id, client: clientOf(url, token) }
}

/** One of each kind. */
export async function newCallerOfEachKind(platform: TestPlatform): Promise<CallerByKind> {
  const people = await Promise.all(
    callerKinds.map(async (kind) => [kind, await newCallerOfKind(platform, kind)] as const),
  )
  return Object.fromEntries(people) as CallerByKind
}
