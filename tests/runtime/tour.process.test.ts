import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

import { readEnv } from '../../src/runtime/env/env.ts'
import { createFirstAdmin } from '../../src/features/accounts/createFirstAdmin.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

let platform: TestPlatform

beforeAll(async () => {
  platform = await startTestPlatform({ ADMIN_PASSWORD: 'robots-carry-bolts' })
  await createFirstAdmin(platform.payload, readEnv())
})

afterAll(() => platform.stop())

/** The commands of the tour in README.md as one script. */
async function tour() {
  const readme = await readFile('README.md', 'utf8')
  const blocks = [...readme.matchAll(/^```sh tour\n(.*?)^```$/gms)].map(([, block]) => block!)
  return blocks.join('\n').replace('http://localhost:3000', platform.url)
}

it('the tour in README.md works as it is written', async () => {
  const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', await tour()])

  const answers = stdout.trim().split('\n')
  expect(answers.map((answer) => JSON.parse(answer))).toEqual([
    expect.objectContaining({ doc: expect.objectContaining({ id: 1, status: 'draft' }) }),
    { detail: 'Not found.' },
    expect.objectContaining({ status: 'published', seats_left: 1 }),
    { id: 2, username: 'ada', email: 'ada@example.com' },
    { id: 3, username: 'ben', email: 'ben@example.com' },
    expect.objectContaining({ status: 'registered' }),
    expect.objectContaining({ status: 'waitlisted', position: 1 }),
    204,
    expect.objectContaining({ docs: [expect.objectContaining({ state: 'confirmed' })] }),
    { data: { Events: { docs: [{ title: 'Bolt Bowl', registeredCount: 1, seatsLeft: 0 }] } } },
    expect.objectContaining({ count: 1 }),
    expect.objectContaining({ status: 'healthy' }),
  ])
})
