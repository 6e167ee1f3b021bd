import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'

import { newCallerOfKind } from '../support/callerKinds.ts'
import type { Person } from '../support/callers.ts'
import { poolOf } from '../support/pool.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

let platform: TestPlatform

beforeAll(async () => {
  platform = await startTestPlatform()
})
afterAll(() => platform.stop())

/** New admins, and no other. */
async function onlyAdmins(size: number): Promise<Person[]> {
  await poolOf(platform.payload).query(`UPDATE users SET role = 'staff' WHERE role = 'admin'`)
  return Promise.all(Array.from({ length: size }, () => newCallerOfKind(platform, 'admin')))
}

async function countActiveAdmins() {
  const { totalDocs } = await platform.payload.count({
    collection: 'users',
    where: { role: { equals: 'admin' }, suspended: { not_equals: true } },
    overrideAccess: true,
  })
  return totalDocs
}

describe('the last admin', () => {
  const graphqlUpdate =
    (data: string) =>
    ({ client, id }: Person) =>
      client.graphql(`mutation { updateUser(id: ${id}, data: { ${data} }) { id } }`)

  it.each<[string, (person: Person) => Promise<unknown>]>([
    ['demoted', ({ client, id }) => client.patch(`/api/users/${id}`, { role: 'staff' })],
    ['suspended', ({ client, id }) => client.patch(`/api/users/${id}`, { suspended: true })],
    ['deleted', ({ client, id }) => client.delete(`/api/users/${id}`)],
    [
      'demoted in bulk',
      ({ client }) => client.patch('/api/users?where[id][exists]=true', { role: 'attendee' }),
    ],
    [
      'suspended in bulk',
      ({ client }) => client.patch('/api/users?where[role][equals]=admin', { suspended: true }),
    ],
    ['deleted in bulk', ({ client }) => client.delete('/api/users?where[role][equals]=admin')],
    ['demoted over GraphQL', graphqlUpdate('role: staff')],
    ['suspended over GraphQL', graphqlUpdate('suspended: true')],
    [
      'deleted over GraphQL',
      ({ client, id }) => client.graphql(`mutation { deleteUser(id: ${id}) { id } }`),
    ],
  ])('is not %s', async (_how, change) => {
    const [last] = await onlyAdmins(1)

    await change(last!)

    expect(await countActiveAdmins()).toBe(1)
  })

  it('is left over when all admins are demoted in bulk', async () => {
    const [one] = await onlyAdmins(3)

    await one!.client.patch('/api/users?where[role][equals]=admin', { role: 'staff' })

    expect(await countActiveAdmins()).toBe(1)
  })

  type Change = (by: Person, to: Person) => Promise<unknown>
  const demote: Change = (by, to) => by.client.patch(`/api/users/${to.id}`, { role: 'staff' })
  const suspend: Change = (by, to) => by.client.patch(`/api/users/${to.id}`, { suspended: true })
  const remove: Change = (by, to) => by.client.delete(`/api/users/${to.id}`)

  it.each<[string, Change, Change]>([
    ['demote each other', demote, demote],
    ['suspend each other', suspend, suspend],
    ['delete each other', remove, remove],
    ['demote and delete each other', demote, remove],
    ['demote themselves', (_by, to) => demote(to, to), (_by, to) => demote(to, to)],
  ])('is left over when two %s at once', async (_what, first, second) => {
    for (let round = 0; round < 3; round += 1) {
      const [one, two] = await onlyAdmins(2)

      await Promise.all([first(one!, two!), second(two!, one!)])

      expect(await countActiveAdmins()).toBe(1)
    }
  })
})
