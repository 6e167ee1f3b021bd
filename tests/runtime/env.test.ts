import { describe, expect, it } from '@jest/globals'
import { readFile } from 'node:fs/promises'
import path from 'node:path'

import { EnvError, envNames, readEnv } from '../../src/runtime/env/env.ts'

/** What reading these variables alone complains of, or undefined when it does not. */
const complaint = (variables: Record<string, string>) => {
  try {
    readEnv(variables)
    return undefined
  } catch (error) {
    if (error instanceof EnvError) return error.message
    throw error
  }
}

/** `.env.example` as comment lines above assignments, block by block. */
const exampleBlocks = async () => (await readFile('.env.example', 'utf8')).trim().split('\n\n')

const assignment = /^([A-Z0-9_]+)=(.*)$/

describe('readEnv', () => {
  it('needs nothing', () => {
    expect(readEnv({})).toMatchObject({
      NODE_ENV: 'production',
      PORT: 3000,
      DATA_DIR: path.resolve('.data'),
      PANEL: true,
      S3_FORCE_PATH_STYLE: false,
    })
  })

  it('takes a variable that is set to nothing as not set', () => {
    const empty = Object.fromEntries(envNames.map((name) => [name, '']))
    expect(readEnv(empty)).toEqual(readEnv({}))
  })

  it.each([
    ['PORT', '0'],
    ['DATABASE_POOL_SIZE', '5'],
    ['PANEL', 'off'],
    ['PUBLIC_URL', 'https://events.example.com'],
    ['ALLOWED_HOSTS', 'events.example.com, *.example.org, 10.0.0.7, [::1], my_service, *'],
    [
      'CORS_ALLOWED_ORIGINS',
      'https://app.example.com,http://localhost:8100, capacitor://localhost, *',
    ],
    ['S3_ENDPOINT', 'http://localhost:9000'],
    ['S3_FORCE_PATH_STYLE', 'true'],
    ['WEB_CONCURRENCY', 'auto'],
    ['WEB_CONCURRENCY', '4'],
    ['DRAIN_SECONDS', '0'],
    ['SHUTDOWN_SECONDS', '0.5e1'],
    ['TRUSTED_PROXIES', 'loopback, 10.0.0.0/8, 2001:db8::1'],
    ['RATE_LIMIT_SIGN_IN', '3/600'],
    ['TOKEN_KEYS', `new:${'n'.repeat(32)},old:${'o'.repeat(40)}`],
  ])('takes %s=%s', (name, value) => {
    expect(complaint({ [name]: value })).toBeUndefined()
  })

  it.each([
    ['NODE_ENV', 'staging'],
    ['PORT', '65536'],
    ['PORT', '80a'],
    ['PANEL', 'yes'],
    ['PUBLIC_URL', 'events.example.com'],
    ['PUBLIC_URL', 'ftp://events.example.com'],
    ['ALLOWED_HOSTS', 'robots.test:3000'],
    ['ALLOWED_HOSTS', 'https://robots.test'],
    ['ALLOWED_HOSTS', 'a.test,robots.*'],
    ['CORS_ALLOWED_ORIGINS', 'robots.test'],
    ['CORS_ALLOWED_ORIGINS', 'https://robots.test/'],
    ['CORS_ALLOWED_ORIGINS', 'https://robots.test:443'],
    ['CORS_ALLOWED_ORIGINS', 'https://*.robots.test'],
    ['DATABASE_URL', 'mysql://root:hunter2@db/events'],
    ['DATABASE_POOL_SIZE', '4'],
    ['PAYLOAD_SECRET', 'secret'],
    ['PAYLOAD_SECRET', 'fifteen letters'],
    ['PAYLOAD_SECRET', 'aaaaaaaaaaaaaaaaaaaaaaaa'],
    ['TOKEN_KEYS', 'kid:hunter2'],
    ['ADMIN_EMAIL', 'admin-at-example'],
    ['ADMIN_PASSWORD', 'hunter2'],
    ['MAX_BODY_BYTES', '1023'],
    ['WEB_CONCURRENCY', '129'],
    ['WEB_CONCURRENCY', 'many'],
    ['DRAIN_SECONDS', '-7'],
    ['DATABASE_REPLICA_URLS', 'postgres://app:hunter2@one/events,mysql://two/events'],
    ['SHUTDOWN_SECONDS', '0'],
    ['TRUSTED_PROXIES', '10.0.0.0/33'],
    ['TRUSTED_PROXIES', 'everybody'],
    ['RATE_LIMIT_SIGN_IN', '3'],
    ['RATE_LIMIT_REQUESTS', '0/10'],
    ['S3_ENDPOINT', 'not-a-url'],
    ['S3_FORCE_PATH_STYLE', 'TRUE'],
  ])('refuses %s=%s by name, and keeps the value to itself', (name, value) => {
    const message = complaint({ [name]: value })

    expect(message).toMatch(new RegExp(`^${name}: `, 'm'))
    expect(message).not.toContain(value)
  })

  it('asks for the secret that servers of one database share', () => {
    const DATABASE_URL = 'postgres://app:hunter2@db/events'

    const message = complaint({ DATABASE_URL })

    expect(message).toMatch(/^PAYLOAD_SECRET: must be set/)
    expect(message).not.toContain('hunter2')
    expect(complaint({ DATABASE_URL, PAYLOAD_SECRET: 'this one is long enough' })).toBeUndefined()
  })

  it('asks for the database that replicas are copies of', () => {
    const DATABASE_REPLICA_URLS = 'postgres://app:hunter2@replica/events'

    const message = complaint({ DATABASE_REPLICA_URLS })

    expect(message).toMatch(/^DATABASE_URL: must be set/)
    expect(message).not.toContain('hunter2')
  })

  it('asks for both halves of the credentials for S3, or for none', () => {
    const S3_ACCESS_KEY_ID = 'ROBOTKEY'
    const S3_SECRET_ACCESS_KEY = 'hunter2'

    expect(complaint({ S3_ACCESS_KEY_ID })).toMatch(/^S3_SECRET_ACCESS_KEY: must be set/)
    expect(complaint({ S3_SECRET_ACCESS_KEY })).not.toContain('hunter2')
    expect(complaint({ S3_BUCKET: 'robo-events' })).toBeUndefined()
    expect(complaint({ S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY })).toBeUndefined()
  })

  it('tells everything that is wrong at once', () => {
    expect(complaint({ PORT: 'x', PANEL: 'x' })?.split('\n')).toHaveLength(2)
  })
})

describe('what is written about the environment', () => {
  it('.env.example names every variable once, below a comment', async () => {
    const blocks = await exampleBlocks()
    const names = blocks.flatMap((block) =>
      block.split('\n').flatMap((line) => assignment.exec(line)?.[1] ?? []),
    )

    expect(names.toSorted()).toEqual(envNames.toSorted())
    for (const block of blocks) expect(block).toMatch(/^# /)
  })

  it('.env.example shows the defaults', async () => {
    const lines = (await exampleBlocks()).flatMap((block) => block.split('\n'))
    const shown = Object.fromEntries(
      lines.flatMap((line) => {
        const [, name, value] = assignment.exec(line) ?? []
        return name === undefined ? [] : [[name, value]]
      }),
    )

    expect(readEnv(shown)).toEqual(readEnv({}))
  })

  it('the table in README.md names every variable', async () => {
    const readme = await readFile('README.md', 'utf8')
    const rows = readme.matchAll(/^\| `([A-Z0-9_]+)`/gm)

    expect([...rows].map(([, name]) => name).toSorted()).toEqual(envNames.toSorted())
  })
})
