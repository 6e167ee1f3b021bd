import { afterAll, beforeAll, expect, it } from '@jest/globals'

import { releaseExpiredHolds } from '../../src/features/registrations/jobs/releaseExpiredHolds.ts'
import { createEvent } from '../factories/events.ts'
import { signedInUser } from '../factories/users.ts'
import { accessTokenOf } from '../support/callers.ts'
import { appOf, clientOf } from '../support/client.ts'
import { expireHoldsAndOffers } from '../support/expireSeats.ts'
import { type MailPlatform, startMailPlatform } from '../support/mailPlatform.ts'

/** What people are written when a place is offered to them, and when they were too late. */
let platform: MailPlatform
let post: MailPlatform['post']

beforeAll(async () => {
  platform = await startMailPlatform()
  post = platform.post
})

afterAll(() => platform.stop())

const person = async (timezone: string) => {
  const { user, token } = await signedInUser(platform.payload, 'attendee', { timezone })
  const app = appOf(platform.url, accessTokenOf(platform.payload, user.id))
  return { email: user.email, client: clientOf(platform.url, token), app }
}

it('an offer says until when by their clock; then that it expired, and the next is offered', async () => {
  const event = await createEvent(platform.payload, {
    title: 'Servo Social',
    maxParticipants: 1,
    waitlistEnabled: true,
    waitlistOffers: true,
  })
  const path = `/api/events/${event.id}/register`
  const [ada, ben, eva] = [await person('UTC'), await person('Asia/Kolkata'), await person('UTC')]
  for (const { client } of [ada, ben, eva]) await client.post(path)

  await ada.client.delete(path)
  const offer = await post.next(ben.email, 'A place is offered to you')

  const { body } = await ben.client.get('/api/registrations?depth=0')
  const time = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone: 'Asia/Kolkata' })
  expect(offer.subject).toContain('Servo Social')
  expect(offer.text).toContain(`/my/events/${event.id}`)
  expect(offer.text).toContain(time.format(new Date(body.docs[0].offerExpiresAt)))
  expect([offer.calendar, offer.headers.get('list-unsubscribe')]).toEqual([undefined, undefined])

  await expireHoldsAndOffers(platform.payload, event.id)
  await releaseExpiredHolds(platform.payload, new Date())
  const expired = await post.next(ben.email, 'The offer has expired')
  await post.next(eva.email, 'A place is offered to you')
  await eva.app.post(`events/${event.id}/register/accept/`)
  const taken = await post.next(eva.email, 'Your place is confirmed')

  expect(expired.calendar).toBeUndefined()
  expect(taken.calendar).toContain('METHOD:REQUEST')
}, 30_000)
