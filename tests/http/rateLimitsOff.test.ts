import { afterAll, beforeAll, expect, it } from '@jest/globals'
import type { Payload } from 'payload'

import { limitRequests } from '../../src/http/rateLimit/limitRequests.ts'

beforeAll(() => {
  process.env.RATE_LIMITS = 'off'
})

afterAll(() => {
  delete process.env.RATE_LIMITS
})

it('a platform without limits says so whenever it starts', () => {
  const warnings: string[] = []
  const start = () =>
    limitRequests({ logger: { warn: (said: string) => warnings.push(said) } } as unknown as Payload)

  start()
  start()

  const warning = expect.stringMatching(/^RATE_LIMITS is off/)
  expect(warnings).toEqual([warning, warning])
})
