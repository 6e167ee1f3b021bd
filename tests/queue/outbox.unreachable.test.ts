import { afterAll, beforeAll, expect, it, jest } from '@jest/globals'

import { createEvent } from '../factories/events.ts'
import { eventRow, writeSeason } from '../factories/season.ts'
import { createUser } from '../factories/users.ts'
import { accessTokenOf } from '../support/callers.ts'
import { appOf, expectDone } from '../support/client.ts'
import { poolOf } from '../support/pool.ts'
import { queuedJobs, relayAll } from '../support/queue.ts'
import { runImportCommand } from '../support/runImport.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

// It waits for a program that it starts, on a machine that may be busy.
jest.setTimeout(120_000)

let platform: TestPlatform

beforeAll(async () => {
  platform = await startTestPlatform()
})
afterAll(() => platform.stop())

/** The jobs that follow from all that somebody with that address does. */
async function jobsFor(email: string): Promise<string[]> {
  const { payload, url } = platform
  await poolOf(payload).query('DELETE FROM graphile_worker._private_jobs')
  const { id } = await createUser(payload)
  // Nobody signs up with some of these addresses.
  await poolOf(payload).query('UPDATE users SET email = $1 WHERE id = $2', [email, id])
  const event = await createEvent(payload)
  const app = appOf(url, accessTokenOf(payload, id))
  await expectDone(app.post(`events/${event.id}/register/`))
  await expectDone(app.delete(`events/${event.id}/register/`))
  await expectDone(app.post('auth/password/forgot/', { email }))
  await expectDone(app.post('auth/email/send/'))
  // The password link is made after its answer.
  let relayed = 0
  while (relayed < 7) relayed += await relayAll(payload)
  return (await queuedJobs(payload)).map(({ task }) => task)
}

it.each(['reachable.com', 'example.com', 'hyrule.test'])(
  'who has an address at %s is written to',
  async (domain) => {
    expect(await jobsFor(`zelda@${domain}`)).toEqual(
      // Of the account, its address (the old one too), the registration and its end, and of both links.
      Array.from({ length: 7 }, () => 'sendEmail'),
    )
  },
)

it.each(['frc.invalid', 'hyrule.example', 'mail.hyrule.example', 'mail.localhost'])(
  'who has an address at %s, where no mail arrives, costs no job',
  async (domain) => {
    // Their old address is told of the new one.
    expect(await jobsFor(`link@${domain}`)).toEqual(['sendEmail'])
  },
)

it('an imported season leaves no emails', async () => {
  const { dataDir, payload } = platform
  await relayAll(payload)
  await poolOf(payload).query('DELETE FROM graphile_worker._private_jobs')
  const args = await writeSeason(dataDir, {
    events: [eventRow('ULM'), eventRow('BONN')],
    teams: ['1,Gears,Ulm', '2,Cogs,Bonn'],
    entries: ['ULM,1', 'ULM,2', 'BONN,1'],
  })

  const { code, stderr } = await runImportCommand(args)

  expect([code, stderr]).toEqual([0, ''])
  // Two accounts, two events, three entries.
  expect(await relayAll(payload)).toBe(7)
  expect(await queuedJobs(payload)).toEqual([])
})
