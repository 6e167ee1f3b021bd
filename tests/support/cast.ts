import type { Payload } from 'payload'

import { crowd } from '../factories/users.ts'
import { type Client, clientOf } from './client.ts'
import { poolOf } from './app.ts'
import type { TestPlatform } from './testPlatform.ts'

/**
 * Those who try the doors. The owner owns what is tried, the organiser the event it belongs to; the
 * stranger is just another attendee.
 */
export const members = [
  'anonymous',
  'stranger',
  'owner',
  'organiser',
  'suspended',
  'staff',
  'admin',
] as const
export type Member = (typeof members)[number]

export interface Person {
  id: number
  client: Client
}
export type Cast = Record<Member, Person>

/** Gives a user what the name of a member says. */
async function dress(payload: Payload, member: Member, { id }: { id: number }) {
  const role = member === 'staff' || member === 'admin' ? member : 'attendee'
  await poolOf(payload).query('UPDATE users SET role = $1, suspended = $2 WHERE id = $3', [
    role,
    member === 'suspended',
    id,
  ])
}

/**
 * A new user of that kind, signed in. A suspended one keeps a session from before, as if the
 * suspension had not ended it: what stops them is then the rules of access alone.
 */
export async function newMember({ payload, url }: TestPlatform, member: Member): Promise<Person> {
  if (member === 'anonymous') return { id: 0, client: clientOf(url) }
  const [person] = await crowd(payload, 1)
  await dress(payload, member, person!)
  return { id: person!.id, client: clientOf(url, person!.token) }
}

/** One of each kind. */
export async function castOf(platform: TestPlatform): Promise<Cast> {
  const people = await Promise.all(
    members.map(async (member) => [member, await newMember(platform, member)] as const),
  )
  return Object.fromEntries(people) as Cast
}
