import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'

import { createEvent } from '../factories/events.ts'
import { signedInUser } from '../factories/users.ts'
import { type Client, clientOf } from '../support/client.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

let platform: TestPlatform
let staff: Client
beforeAll(async () => {
  platform = await startTestPlatform()
  staff = clientOf(platform.url, (await signedInUser(platform.payload, 'staff')).token)
})
afterAll(() => platform.stop())

describe('the longest reason is enforced even where the panel hides the field', () => {
  it('for an event that is not cancelled', async () => {
    const event = await createEvent(platform.payload)

    const answer = await staff.patch(`/api/events/${event.id}`, {
      cancellationReason: 'r'.repeat(1001),
    })

    expect(answer.status).toBe(400)
  })

  it('for a registration that is not cancelled', async () => {
    const event = await createEvent(platform.payload)
    const { doc } = (await staff.post('/api/registrations', { event: event.id })).body

    const answer = await staff.patch(`/api/registrations/${doc.id}`, {
      cancelReason: 'r'.repeat(2001),
    })

    expect(answer.status).toBe(400)
  })
})
