import { afterAll, beforeAll, it } from '@jest/globals'

import { createFlag } from '../factories/flags.ts'
import { newCaller, type Caller } from '../support/callers.ts'
import { appOf } from '../support/client.ts'
import { eventually } from '../support/eventually.ts'
import { type SecondServer, startSecondServer } from '../support/secondServer.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

let platform: TestPlatform
let second: SecondServer
let staff: Caller

beforeAll(async () => {
  platform = await startTestPlatform({ RATE_LIMITS: 'off' })
  second = await startSecondServer(platform, { RATE_LIMITS: 'off' })
  staff = await newCaller(platform, 'staff')
}, 60_000)
afterAll(async () => {
  await second.stop()
  await platform.stop()
})

it('acts on another server within a second, each of 20 changes', async () => {
  const { id, key } = await createFlag(platform.payload, { type: 'number', defaultValue: '0' })
  const other = appOf(second.url)
  const ask = async () =>
    (await other.post(`/ofrep/v1/evaluate/flags/${key}`, { context: { targetingKey: 'a' } })).body
  for (let change = 1; change <= 20; change += 1) {
    await staff.rest.patch(`/api/flags/${id}`, { defaultValue: String(change) })
    await eventually(ask, ({ value }) => value === change, 1000)
    const features = async () => (await other.get('features/')).body.features
    await eventually(features, (all) => all[key].defaultValue === change, 1000)
  }
})
