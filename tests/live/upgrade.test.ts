import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { once } from 'node:events'
import { connect } from 'node:net'

import { LiveClient } from '../support/liveClient.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

let platform: TestPlatform

beforeAll(async () => {
  platform = await startTestPlatform({ ALLOWED_HOSTS: 'localhost,127.0.0.1' })
})

afterAll(() => platform.stop())

const key = 'dGhlIHNhbXBsZSBub25jZQ=='

const handshake = (
  path: string,
  headers: Record<string, string> = {},
  method = 'GET',
): Promise<string> => {
  const all: Record<string, string> = {
    Host: 'localhost',
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': key,
    ...headers,
  }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`)
  return send(`${method} ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`)
}

/** What the server answers until it ends the connection, or until it has answered a handshake. */
async function send(text: string): Promise<string> {
  const { hostname, port } = new URL(platform.url)
  const socket = connect(Number(port), hostname)
  let answer = ''
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    answer += chunk
    const length = Number(/content-length: (\d+)/i.exec(answer)?.[1] ?? 0)
    const body = answer.split('\r\n\r\n').slice(1).join('\r\n\r\n')
    if (answer.includes('\r\n\r\n') && Buffer.byteLength(body) >= length) socket.end()
  })
  socket.write(text)
  await once(socket, 'close')
  return answer
}

const statusOf = (answer: string) => Number(answer.split(' ', 2)[1])

describe('the route of the WebSocket', () => {
  it.each(['/api/v1/live/', '/api/v1/live', '/api/live/'])('upgrades at %s', async (path) => {
    const answer = await handshake(path)
    expect(statusOf(answer)).toBe(101)
    expect(answer).toContain('Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=')
  })

  it.each(['/api/v1/live/', '/api/v1/live', '/api/live/'])(
    'answers a plain GET of %s with 426',
    async (path) => {
      const response = await fetch(`${platform.url}${path}`)
      expect([response.status, response.headers.get('upgrade')]).toEqual([426, 'websocket'])
      expect(await response.json()).toEqual({ detail: expect.any(String) })
    },
  )

  it('says it in problem details too', async () => {
    const headers = { Accept: 'application/problem+json' }
    const response = await fetch(`${platform.url}/api/v1/live/`, { headers })
    expect(await response.json()).toMatchObject({ status: 426, title: 'Upgrade Required' })
  })

  it.each(['POST', 'PUT', 'DELETE', 'PATCH'])('refuses %s', async (method) => {
    const response = await fetch(`${platform.url}/api/v1/live/`, { method })
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS'])
  })

  it.each([
    ['an older version', { 'Sec-WebSocket-Version': '8' }, 426, 'Sec-WebSocket-Version: 13'],
    ['a key that is none', { 'Sec-WebSocket-Key': 'short' }, 400, 'Sec-WebSocket-Key'],
    ['another protocol', { Upgrade: 'h2c' }, 426, 'Upgrade: websocket'],
    ['an unknown host', { Host: 'evil.example' }, 400, 'ALLOWED_HOSTS'],
  ])('refuses a handshake with %s', async (_name, headers, status, text) => {
    const answer = await handshake('/api/v1/live/', headers)
    expect(statusOf(answer)).toBe(status)
    expect(answer).toContain(text)
    expect(answer).toContain('X-Request-Id: ')
  })

  it('upgrades nothing but GET', async () => {
    expect(statusOf(await handshake('/api/v1/live/', {}, 'POST'))).toBe(405)
  })

  it.each(['/api/v1/health/', '/api/health/live', '/', '/api/v1/events/'])(
    'answers an upgrade of %s as a plain request',
    async (path) => {
      const plain = await fetch(`${platform.url}${path}`, { redirect: 'manual' })
      expect(statusOf(await handshake(path))).toBe(plain.status)
    },
  )

  it('takes a request after one that asked for another protocol, on the same connection', async () => {
    const request = (more: string) =>
      `GET /api/health/live HTTP/1.1\r\nHost: localhost\r\n${more}\r\n`
    const both = await send(
      request('Connection: Upgrade\r\nUpgrade: h2c\r\n') + request('Connection: close\r\n'),
    )
    expect(both.match(/HTTP\/1.1 200/g)?.length).toBeGreaterThanOrEqual(1)
  })

  it('closes a connection with a message that is too long', async () => {
    const client = await LiveClient.connect(platform.url)
    client.send({ type: 'auth', token: 'x'.repeat(9000) })
    expect((await client.closed).code).toBe(1009)
  })

  it('answers a binary message with an error', async () => {
    const client = await LiveClient.connect(platform.url)
    client.socket.send(Buffer.from('{"type":"ping"}'))
    expect(await client.next('error')).toMatchObject({ code: 'invalid_message' })
    await client.close()
  })

  it('closes a connection that sends too many messages', async () => {
    const client = await LiveClient.connect(platform.url)
    for (let count = 0; count < 400; count += 1) client.send({ type: 'ping' })
    expect(await client.next('error')).toEqual({ type: 'error', code: 'too_many_messages' })
    expect((await client.closed).code).toBe(4429)
    expect(client.received.filter(({ type }) => type === 'pong').length).toBeLessThan(310)
  })
})
