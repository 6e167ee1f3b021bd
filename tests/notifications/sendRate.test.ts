import { afterAll, beforeAll, expect, it } from '@jest/globals'

import { crowd } from '../factories/users.ts'
import { eventually } from '../support/eventually.ts'
import { type MailPlatform, startMailPlatform } from '../support/mailPlatform.ts'

/** A mail server that is to get no more than so many emails a second. */
const perSecond = 20
let platform: MailPlatform
let mail: MailPlatform['mail']

beforeAll(async () => {
  platform = await startMailPlatform({
    MAIL_PER_SECOND: String(perSecond),
    MAIL_CONCURRENCY: '10',
  })
  mail = platform.mail
})

afterAll(() => platform.stop())

it('gets them over as many seconds as it takes', async () => {
  await crowd(platform.payload, 60)

  await eventually(
    () => Promise.resolve(mail.received.length),
    (count) => count === 60,
    20_000,
  )

  const first = mail.received[0]!.at.getTime()
  const busiest = mail.received.filter(({ at }) => at.getTime() < first + 900).length
  // Windows of a second lie one after another, and an email may be on its way as one ends.
  expect(busiest).toBeLessThanOrEqual(2 * perSecond)
  expect(mail.received.at(-1)!.at.getTime() - first).toBeGreaterThan(1000)
})
