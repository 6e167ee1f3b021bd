import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getPayload, type Payload } from 'payload'

import { readEnv } from '../../src/runtime/env/env.ts'
import { createApp } from '../../src/composition/createApp.ts'
import { loadConfig } from '../support/loadConfig.ts'
import { refresh, signedInAccount } from '../support/callers.ts'
import { appOf, type Client } from '../support/client.ts'
import { poolOf } from '../support/pool.ts'
import { countRequests } from '../support/requestCounter.ts'
import { untilLockWaits } from '../support/seatLocks.ts'
import { badToken, expectRefusal } from '../support/expectations.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

let platform: TestPlatform
let app: Client

beforeAll(async () => {
  platform = await startTestPlatform()
  app = appOf(platform.url)
})

afterAll(() => platform.stop())

const tokensIn = async (userId: number) => {
  const { rows } = await poolOf(platform.payload).query<{ families: number; tokens: number }>(
    `SELECT count(DISTINCT family_id)::int AS families, count(*)::int AS tokens
     FROM refresh_tokens JOIN refresh_families family ON family.id = family_id
     WHERE user_id = $1`,
    [userId],
  )
  return rows[0]!
}

describe('a refresh token that is used again', () => {
  it('is refused at once, and its whole family is dead', async () => {
    const first = await signedInAccount(platform)
    const { body: second } = await refresh(app, first.refresh)

    expectRefusal(await refresh(app, first.refresh), 401, badToken)
    expectRefusal(await refresh(app, second.refresh), 401, badToken)
  })

  it('is refused however much later, and kills what grew out of it meanwhile', async () => {
    const first = await signedInAccount(platform)
    const { body: second } = await refresh(app, first.refresh)
    const { body: third } = await refresh(app, second.refresh)

    expectRefusal(await refresh(app, first.refresh), 401, badToken)
    expectRefusal(await refresh(app, third.refresh), 401, badToken)
  })

  it("leaves the user's other sign-ins alone", async () => {
    const first = await signedInAccount(platform)
    const other = await signedInAccount(platform)
    await refresh(app, first.refresh)
    await refresh(app, first.refresh)

    expect((await refresh(app, other.refresh)).status).toBe(200)
  })
})

describe('a refresh token', () => {
  it('is known to the database by no more than a hash', async () => {
    const { refresh: token } = await signedInAccount(platform)
    const { jti } = JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString('utf8'))

    const { rows } = await poolOf(platform.payload).query<{ all: string }>(
      `SELECT (SELECT json_agg(t)::text FROM refresh_tokens t)
         || (SELECT json_agg(f)::text FROM refresh_families f) AS all`,
    )

    expect(rows[0]!.all).not.toContain(jti)
    expect(rows[0]!.all).not.toContain(token)
  })

  it('that has run out in the database is refused', async () => {
    const first = await signedInAccount(platform)
    await poolOf(platform.payload).query(
      `UPDATE refresh_tokens SET expires_at = now() - interval '1 second'
       WHERE family_id IN (SELECT id FROM refresh_families WHERE user_id = $1)`,
      [first.id],
    )

    expectRefusal(await refresh(app, first.refresh), 401, badToken)
  })
})

/** Holds a user's refresh tokens in the database until they are released. */
async function hold(payload: Payload, userId: number) {
  const client = await poolOf(payload).connect()
  await client.query('BEGIN')
  await client.query(
    `SELECT 1 FROM refresh_tokens
     WHERE family_id IN (SELECT id FROM refresh_families WHERE user_id = $1) FOR UPDATE`,
    [userId],
  )
  return async () => {
    await client.query('COMMIT')
    client.release()
  }
}

describe('fifty at once with the same token', () => {
  it('all get the same successor, in one family, and the client can go on', async () => {
    const first = await signedInAccount(platform)

    const untilArrived = countRequests()
    const release = await hold(platform.payload, first.id)

    const asked = Array.from({ length: 50 }, () => refresh(app, first.refresh))
    await untilArrived(50)
    await release()
    const answers = await Promise.all(asked)

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
    const successors = new Set<string>(answers.map(({ body }) => body.refresh))
    expect(successors.size).toBe(1)
    expect(await tokensIn(first.id)).toEqual({ families: 1, tokens: 2 })
    const access = answers.map(({ body }) => body.access as string)
    expect((await appOf(platform.url, access.at(-1)).get('auth/me/')).status).toBe(200)
    expect((await refresh(app, [...successors][0]!)).status).toBe(200)
  })

  it('on two servers too', async () => {
    const payload = await getPayload({ config: await loadConfig(), key: 'the other server' })
    payload.logger.level = 'silent'
    const server = createServer(createApp({ env: readEnv(), payload }))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const other = appOf(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    const first = await signedInAccount(platform)
    const untilArrived = countRequests()
    const release = await hold(platform.payload, first.id)

    const asked = Array.from({ length: 25 }, () => [
      refresh(app, first.refresh),
      refresh(other, first.refresh),
    ]).flat()
    await untilArrived(50)
    await untilLockWaits(poolOf(platform.payload), 2)
    await release()
    const answers = await Promise.all(asked)

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
    const successors = new Set<string>(answers.map(({ body }) => body.refresh))
    expect(successors.size).toBe(1)
    expect(await tokensIn(first.id)).toEqual({ families: 1, tokens: 2 })
    expect((await refresh(other, [...successors][0]!)).status).toBe(200)
    expectRefusal(await refresh(app, first.refresh), 401, badToken)
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
    await payload.destroy()
  })
})
