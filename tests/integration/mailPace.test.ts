import { afterAll, beforeAll, expect, it } from '@jest/globals'

import { crowd } from '../factories/users.ts'
import { eventually } from '../support/eventually.ts'
import { type MailServer, startMailServer } from '../support/smtp.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

/** A mail server that is to get no more than so many letters a second. */
const perSecond = 20
let platform: TestPlatform
let mail: MailServer

beforeAll(async () => {
  mail = await startMailServer()
  platform = await startTestPlatform(
    {
      SMTP_URL: mail.url,
      MAIL_FROM: 'events@events.test',
      MAIL_PER_SECOND: String(perSecond),
      MAIL_CONCURRENCY: '10',
    },
    { worker: true },
  )
})

afterAll(async () => {
  await platform.stop()
  await mail.stop()
})

it('gets them over as many seconds as it takes', async () => {
  await crowd(platform.payload, 60)

  await eventually(
    () => Promise.resolve(mail.received.length),
    (count) => count === 60,
    20_000,
  )

  const first = mail.received[0]!.at.getTime()
  const busiest = mail.received.filter(({ at }) => at.getTime() < first + 900).length
  // Windows of a second lie one after another, and a letter may be on its way as one ends.
  expect(busiest).toBeLessThanOrEqual(2 * perSecond)
  expect(mail.received.at(-1)!.at.getTime() - first).toBeGreaterThan(1000)
})
