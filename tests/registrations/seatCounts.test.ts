import { afterAll, beforeAll, expect, it } from '@jest/globals'

import { createEvent } from '../factories/events.ts'
import { signedInUser } from '../factories/users.ts'
import { clientOf } from '../support/client.ts'
import { signedInAttendees } from '../support/callers.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

let platform: TestPlatform

beforeAll(async () => {
  platform = await startTestPlatform()
})

afterAll(() => platform.stop())

it('each of several changes in one GraphQL request answers with the counts after it', async () => {
  const { token } = await signedInUser(platform.payload, 'staff')
  const { id } = await createEvent(platform.payload, { maxParticipants: 1, waitlistEnabled: true })
  for (const { client } of await signedInAttendees(platform, 4)) {
    await client.post(`/api/events/${id}/register`)
  }
  const raised = (places: number) =>
    `to${places}: updateEvent(id: ${id}, data: { maxParticipants: ${places} }) {
       registeredCount seatsLeft waitlistCount }`

  const { body } = await clientOf(platform.url, token).graphql(
    `mutation { ${[2, 3, 5].map(raised).join('\n')} }`,
  )

  expect(body.data).toEqual({
    to2: { registeredCount: 2, seatsLeft: 0, waitlistCount: 2 },
    to3: { registeredCount: 3, seatsLeft: 0, waitlistCount: 1 },
    to5: { registeredCount: 4, seatsLeft: 1, waitlistCount: 0 },
  })
})
