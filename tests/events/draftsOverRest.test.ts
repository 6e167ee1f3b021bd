import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'

import type { Event } from '../../src/payload-types.ts'
import { createEvent } from '../factories/events.ts'
import { type CallerByKind, newCallerOfEachKind } from '../support/callerKinds.ts'
import { accessTokenOf } from '../support/callers.ts'
import { type ApiResponse, appOf, type Client, expectDone } from '../support/client.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

let platform: TestPlatform
let callers: CallerByKind

beforeAll(async () => {
  platform = await startTestPlatform()
  callers = await newCallerOfEachKind(platform)
})
afterAll(() => platform.stop())

describe('a draft of somebody else', () => {
  let draft: Event
  beforeAll(async () => {
    draft = await createEvent(platform.payload, {
      title: 'Secret plans',
      createdBy: callers.organiser.id,
    })
    const place = `/api/events/${draft.id}/register`
    await expectDone(callers.stranger.client.post(place))
    // Their cancelled registration stays: nobody who holds a place can be left with a draft.
    await expectDone(callers.stranger.client.delete(place))
    await expectDone(callers.organiser.client.patch(`/api/events/${draft.id}`, { status: 'draft' }))
  })

  it.each([
    'where[status][equals]=draft',
    'where[or][0][status][equals]=draft&where[or][1][id][exists]=true',
    'where[title][like]=Secret',
    'draft=true',
    'trash=true',
    'overrideAccess=true',
  ])('is in no list asked for with %s', async (filter) => {
    const { body } = await callers.stranger.client.get(`/api/events?limit=0&depth=0&${filter}`)

    const ids = body.docs.map(({ id }: Event) => id)
    expect(ids).not.toContain(draft.id)
  })

  it('is not shown by the registration for it', async () => {
    const { client } = callers.stranger
    const filter = (title: string) => `/api/registrations/count?where[event.title][like]=${title}`

    const list = await client.get('/api/registrations?depth=3')
    const { body } = await client.graphql('{ Registrations { docs { event { title } } } }')
    const counts = [await client.get(filter('Secret')), await client.get(filter('Public'))]

    expect(JSON.stringify([list.body, body])).not.toContain('Secret plans')
    expect(counts[0]!.body).toEqual(counts[1]!.body)
  })

  const ticket = `mutation ($event: Int!) {
    createRegistration(data: { event: $event, user: 1, seats: 1, state: confirmed }) { id } }`

  it.each<[string, (client: Client, event: number) => Promise<ApiResponse>]>([
    ['REST', (client, id) => client.post('/api/registrations', { event: id })],
    ['GraphQL', (client, id) => client.graphql(ticket, { event: id })],
    ['the register endpoint', (client, id) => client.post(`/api/events/${id}/register`)],
    [
      'the contract',
      (_client, id) =>
        appOf(platform.url, accessTokenOf(platform.payload, callers.owner.id)).post(
          `events/${id}/register/`,
        ),
    ],
  ])('is registered for over %s as an event that does not exist', async (_surface, register) => {
    const { client } = callers.owner

    const answers = [await register(client, draft.id), await register(client, 2_000_000_000)]

    expect([answers[0]!.status, answers[0]!.body]).toEqual([answers[1]!.status, answers[1]!.body])
    expect(answers[0]!.status).not.toBe(401)
    expect(answers[0]!.body).not.toHaveProperty('data.createRegistration.id')
  })
})
