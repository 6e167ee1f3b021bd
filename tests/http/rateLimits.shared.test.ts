import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { randomUUID } from 'node:crypto'
import { Redis } from 'ioredis'

import { appOf } from '../support/client.ts'
import { poolOf } from '../support/pool.ts'
import { eventually } from '../support/eventually.ts'
import { describeWithRedis, type RedisServer, startRedis } from '../support/redisServer.ts'
import { type SecondServer, startSecondServer } from '../support/secondServer.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

const shared = {
  RATE_LIMIT_REQUESTS: '40/600',
  RATE_LIMIT_SIGN_UP: '3/3600',
  TRUSTED_PROXIES: 'loopback',
}

/** Two servers on one database and one Redis, which count as one. */
describeWithRedis('limits of several servers', () => {
  let redis: RedisServer
  let platform: TestPlatform
  let other: SecondServer

  beforeAll(async () => {
    redis = await startRedis()
    const env = { ...shared, REDIS_URL: redis.url }
    platform = await startTestPlatform(env)
    other = await startSecondServer(platform, env)
  }, 60_000)

  afterAll(async () => {
    await other.stop()
    await platform.stop()
    await redis.stop()
  })

  let addresses = 0
  const newAddress = () => `203.0.113.${++addresses}`
  const from = (address: string) => ({ headers: { 'X-Forwarded-For': address } })

  const signUp = (url: string, address: string) => {
    const username = `robot-${randomUUID()}`
    const account = { username, email: `${username}@example.com`, password: 'x' }
    return appOf(url).post('auth/register/', { ...account, password_confirm: 'x' }, from(address))
  }

  /** The statuses of four tries to make an account, at one server and the other by turns. */
  async function fourAccounts(address: string) {
    const statuses = []
    for (const url of [platform.url, other.url, platform.url, other.url]) {
      statuses.push((await signUp(url, address)).status)
    }
    return statuses
  }

  const inRedis = async (key: string) => {
    const client = new Redis(redis.url)
    try {
      return await client.get(key)
    } finally {
      client.disconnect()
    }
  }

  const inDatabase = async (key: string) => {
    const { rows } = await poolOf(platform.payload).query(
      'SELECT points FROM sign_in_failures WHERE key = $1',
      [key],
    )
    return rows
  }

  it('what is counted each time is counted in Redis', async () => {
    const address = newAddress()

    expect(await fourAccounts(address)).toEqual([400, 400, 400, 429])

    expect(await inRedis(`limit:sign-up:${address}`)).toBe('4')
    expect(await inDatabase(`sign-up:${address}`)).toEqual([])
  })

  it('what is counted in process is told to the others', async () => {
    const address = newAddress()
    const ask = async (url: string) => (await appOf(url).get('events/', from(address))).status
    for (let times = 0; times < 30; times += 1) await ask(platform.url)

    // Of the other's own requests there are too few: it hears of the rest as it tells of its own.
    const asked: number[] = []
    await eventually(
      async () => {
        asked.push(await ask(other.url))
        return asked.at(-1)
      },
      (status) => status === 429,
    )

    expect(asked.length).toBeLessThan(30)
  })

  it('while Redis is away the database counts for both', async () => {
    const address = newAddress()
    await redis.kill()

    expect(await fourAccounts(address)).toEqual([400, 400, 400, 429])

    expect(await inDatabase(`sign-up:${address}`)).toEqual([{ points: 4 }])
    expect((await appOf(other.url).get('events/', from(address))).status).toBe(200)
  })

  it('and Redis again as soon as it is back', async () => {
    await redis.start()

    await eventually(
      async () => {
        const address = newAddress()
        await signUp(platform.url, address)
        return inRedis(`limit:sign-up:${address}`)
      },
      (count) => count === '1',
      5000,
    )
  })
})
