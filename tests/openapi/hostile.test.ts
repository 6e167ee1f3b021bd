import { afterAll, beforeAll, expect, it } from '@jest/globals'
import fc from 'fast-check'

import { messages, routes } from '../../src/composition/routes.ts'
import { openApiDocument } from '../../src/http/openapi/document.ts'
import { createEvent } from '../factories/events.ts'
import { createUser } from '../factories/users.ts'
import { findBrokenInvariants } from '../support/invariants.ts'
import { soak } from '../support/soak.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'
import { judgeBy, operationsOf, textOf } from './answers.ts'
import { hostileRequest, type HostileRequest } from './hostile.ts'
import { tokensOf } from '../../src/features/accounts/tokens.ts'

const requests = Number(process.env.HOSTILE_REQUESTS ?? soak(250, 10_000))

/**
 * The seed is the same each time, so that a failure comes from a change and not from luck. To look for
 * new faults, choose another: `TEST_SOAK=1 HOSTILE_SEED=$RANDOM npm test -- openapi/hostile`.
 */
const seed = Number(process.env.HOSTILE_SEED ?? 20_261_123)

let platform: TestPlatform
let tokens: string[]

const tokenFor = async (role: 'attendee' | 'staff' | 'admin') => {
  const { id } = await createUser(platform.payload, role)
  return tokensOf(platform.payload).sign('access', { userId: id, version: 0, lifetime: 3600 })
}

beforeAll(async () => {
  platform = await startTestPlatform()
  for (let made = 0; made < 10; made += 1) {
    await createEvent(platform.payload, { maxParticipants: 3, waitlistEnabled: made % 2 === 0 })
  }
  tokens = [await tokenFor('attendee'), await tokenFor('staff'), await tokenFor('admin')]
})

afterAll(() => platform.stop())

async function send({ body, headers, operation, path, query }: HostileRequest, token?: string) {
  const search = new URLSearchParams(query).toString()
  try {
    const response = await fetch(`${platform.url}${path}${search ? `?${search}` : ''}`, {
      method: operation.method,
      redirect: 'manual',
      headers: { ...headers, ...(token ? { Authorization: `Bearer ${token}` } : {}) },
      body,
    })
    const type = response.headers.get('content-type') ?? ''
    return { status: response.status, type, text: await textOf(response) }
  } catch (error) {
    // `fetch` itself refuses a header with characters outside Latin-1.
    if (error instanceof TypeError && String(error.cause ?? error).includes('ByteString'))
      return undefined
    throw error
  }
}

it(`answers ${requests} hostile requests as the OpenAPI document says (seed ${seed})`, async () => {
  console.log(`hostile requests: ${requests}, seed ${seed}`)
  const document = openApiDocument(platform.payload.config, routes, messages)
  const schemas = document.components.schemas as Record<string, Record<string, unknown>>
  const resolve = (schema: Record<string, unknown>): Record<string, unknown> =>
    typeof schema.$ref === 'string' ? schemas[schema.$ref.split('/').pop()!]! : schema
  const operations = operationsOf(document)
  const judge = judgeBy(document)
  const anyRequest = fc.oneof(...operations.map((one) => hostileRequest(one, resolve)))
  const failures = new Map<string, string>()

  const sample = fc.sample(fc.tuple(anyRequest, fc.nat({ max: 3 })), { numRuns: requests, seed })
  for (const [request, who] of sample) {
    const answer = await send(request, tokens[who])
    if (!answer) continue
    const { operation } = request
    const wrong = answer.status >= 500 ? `a ${answer.status}` : judge(operation, answer)
    if (wrong) {
      const what = `${operation.method} ${operation.path}: ${wrong}`
      failures.set(
        what,
        `${JSON.stringify({ ...request, operation: undefined })} → ${answer.text.slice(0, 300)}`,
      )
    }
  }

  expect(Object.fromEntries(failures)).toEqual({})
  expect((await fetch(`${platform.url}/api/health`)).status).toBe(200)
  expect(await findBrokenInvariants(platform.payload)).toEqual([])
}, 300_000)
