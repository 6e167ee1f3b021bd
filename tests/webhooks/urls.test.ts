import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'

import { urlProblem } from '../../src/features/webhooks/address/checkUrl.ts'
import { isPublicAddress } from '../../src/features/webhooks/address/publicAddress.ts'
import { signedInApp } from '../support/callers.ts'
import type { Client } from '../support/client.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

const production = { allowsPrivate: false, allowsHttp: false }

/** What somebody enters to make the platform call an address inside, or something that is no receiver. */
const hostile = [
  'http://example.org/hook',
  'http://127.0.0.1/',
  'ftp://example.org/',
  'file:///etc/passwd',
  'gopher://example.org/',
  'javascript:alert(1)',
  'data:text/plain,x',
  'https:///etc/passwd',
  'https://',
  '//example.org/',
  'example.org/hook',
  'https://127.0.0.1/',
  'https://127.1/',
  'https://2130706433/',
  'https://0x7f000001/',
  'https://0177.0.0.1/',
  'https://0x7f.0x0.0x0.0x1/',
  'https://127.0.0.1./',
  'https://０177.0.0.1/',
  'https://①②⑦.⓪.⓪.①/',
  'https://127。0。0。1/',
  'https://0/',
  'https://0.0.0.0/',
  'https://0.1.2.3/',
  'https://10.0.0.7/',
  'https://172.16.0.1/',
  'https://192.168.1.1/',
  'https://100.64.0.1/',
  'https://169.254.169.254/latest/meta-data/',
  'https://0xa9fea9fe/',
  'https://192.0.0.8/',
  'https://192.0.2.1/',
  'https://198.18.0.1/',
  'https://203.0.113.5/',
  'https://224.0.0.1/',
  'https://240.0.0.1/',
  'https://255.255.255.255/',
  'https://[::1]/',
  'https://[::]/',
  'https://[::ffff:127.0.0.1]/',
  'https://[::ffff:7f00:1]/',
  'https://[::127.0.0.1]/',
  'https://[::ffff:0:127.0.0.1]/',
  'https://[64:ff9b::7f00:1]/',
  'https://[64:ff9b::a9fe:a9fe]/',
  'https://[64:ff9b:1::1]/',
  'https://[2002:7f00:1::]/',
  'https://[2001::1]/',
  'https://[2001:db8::1]/',
  'https://[3fff::1]/',
  'https://[100::1]/',
  'https://[fe80::1]/',
  'https://[fe80::1%25eth0]/',
  'https://[fec0::1]/',
  'https://[fc00::1]/',
  'https://[fd12:3456::1]/',
  'https://[ff02::1]/',
  'https://[4000::1]/',
  'https://localhost/',
  'https://LOCALHOST/',
  'https://localhost./',
  'https://localhost../',
  'https://ｌｏｃａｌｈｏｓｔ/',
  'https://hooks.localhost/',
  'https://printer.local/',
  'https://metadata.google.internal/',
  'https://host.docker.internal/',
  'https://router.home.arpa/',
  'https://nas.lan/',
  'https://db/',
  'https://redis:8443/',
  'https://user:secret@example.org/',
  'https://example.org@10.0.0.1/',
  'https://user@example.org/',
  'https://example.org:22/',
  'https://example.org:25/',
  'https://example.org:5432/',
  'https://example.org:6379/',
  'https://example.org:80/',
  'https://example.org:0/',
  'https://example.org:99999/',
  'https://example.org/#10.0.0.1',
  'https:\\\\10.0.0.1\\',
  'https:/10.0.0.1/',
  'https://exa mple.org/',
  'https://example.org/\u0000',
  'https://example\u202E.org/',
  'https://.example.org/',
  'https://example..org/',
  `https://example.org/${'a'.repeat(2000)}`,
]

const friendly = [
  'https://example.org',
  'https://example.org/hooks?token=a%20b',
  'https://hooks.example.org:8443/in',
  'https://example.org./',
  'https://93.184.216.34/',
  'https://[2606:2800:220:1:248:1893:25c8:1946]/',
  'https://bücher.example/hook',
  'https://机器人.example/hook',
]

describe('the URL of a receiver', () => {
  it.each(hostile)('is refused in production: %j', (url) => {
    expect(urlProblem(url, production)).toEqual(expect.any(String))
  })

  it.each(friendly)('may be %s', (url) => {
    expect(urlProblem(url, production)).toBeUndefined()
  })

  it('may be plain http in development, to public addresses alone', () => {
    const development = { allowsPrivate: false, allowsHttp: true }
    expect(urlProblem('http://example.org:8080/', development)).toBeUndefined()
    expect(urlProblem('http://127.0.0.1:8080/', development)).toEqual(expect.any(String))
  })

  it('may be anything of the web in tests', () => {
    const tests = { allowsPrivate: true, allowsHttp: false }
    expect(urlProblem('http://127.0.0.1:4711/hook', tests)).toBeUndefined()
    expect(urlProblem('file:///etc/passwd', tests)).toEqual(expect.any(String))
  })
})

describe('an IP address', () => {
  it.each(['8.8.8.8', '2001:4860:4860::8888'])('is public: %s', (address) => {
    expect(isPublicAddress(address)).toBe(true)
  })

  it.each(['fe80::1%eth0', '::ffff:8.8.8.8', '64:ff9b::808:808', 'no address', ''])(
    'is not public, or none: %j',
    (address) => {
      expect(isPublicAddress(address)).toBe(false)
    },
  )
})

describe('each surface', () => {
  let platform: TestPlatform
  let staff: Client

  beforeAll(async () => {
    platform = await startTestPlatform({ WEBHOOKS_ALLOW_PRIVATE: 'off', NODE_ENV: 'production' })
    staff = (await signedInApp(platform, 'staff')).app
  })
  afterAll(() => platform.stop())

  const events = ['event.created']

  it('refuses a hostile URL under its name', async () => {
    for (const url of hostile.slice(1)) {
      const { body, status } = await staff.post('webhooks/', { url, events })
      expect([url, status, Object.keys(body.details ?? {})]).toEqual([url, 400, ['url']])
    }
    const { id } = (await staff.post('webhooks/', { url: friendly[0], events })).body
    const url = 'https://[::1]/'
    const changed = await staff.patch(`webhooks/${id}/`, { url })
    const rest = await staff.post('/api/webhooks', { url, events })
    const graphql = await staff.graphql(
      'mutation ($data: mutationWebhookInput!) { createWebhook(data: $data) { id } }',
      { data: { url, events: ['event_created'] } },
    )

    expect([changed.status, Object.keys(changed.body.details)]).toEqual([400, ['url']])
    expect([rest.status, rest.body.errors[0].data.errors[0].path]).toEqual([400, 'url'])
    expect(JSON.stringify(graphql.body.errors)).toContain('invalid: URL')
  })
})
