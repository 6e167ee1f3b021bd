import { afterAll, beforeAll, expect, it } from '@jest/globals'
import type { Payload } from 'payload'

import { limitRequests } from '../../src/http/rateLimit/limitRequests.ts'
import { RateLimits } from '../../src/http/rateLimit/limits.ts'
import { readEnv } from '../../src/runtime/env/env.ts'
import { provideServices, type Services } from '../../src/shared/services.ts'

beforeAll(() => {
  process.env.RATE_LIMITS = 'off'
})

afterAll(() => {
  delete process.env.RATE_LIMITS
})

it('a platform without limits says so whenever it starts', () => {
  const warnings: string[] = []
  const start = () => {
    const payload = {
      logger: { warn: (said: string) => warnings.push(said) },
    } as unknown as Payload
    provideServices(payload, { rateLimits: new RateLimits(payload, readEnv()) } as Services)
    limitRequests(payload)
  }

  start()
  start()

  const warning = expect.stringMatching(/^RATE_LIMITS is off/)
  expect(warnings).toEqual([warning, warning])
})
