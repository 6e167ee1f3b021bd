import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { createServer, type Socket } from 'node:net'

import { freePort } from '../support/freePort.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

/** More sends than connections: before, each failed connect kept a connection of the pool for ever. */
const connections = 2
const sends = connections * 3

let platform: TestPlatform
let port: number

beforeAll(async () => {
  port = await freePort()
  platform = await startTestPlatform({
    SMTP_URL: `smtp://127.0.0.1:${port}`,
    MAIL_FROM: 'events@events.test',
    MAIL_CONCURRENCY: String(connections),
  })
})

afterAll(() => platform.stop())

const send = () =>
  platform.payload.sendEmail({ to: 'ada@events.test', subject: 'Hello', text: 'Hello' })

/** Listens on the port of the mail server, and treats each connection in this way. */
async function listenWith(treat: (socket: Socket) => void) {
  const open = new Set<Socket>()
  const server = createServer((socket) => {
    open.add(socket.on('error', () => undefined))
    treat(socket)
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return () =>
    new Promise((resolve) => {
      server.close(resolve)
      for (const socket of open) socket.destroy()
    })
}

/** Plays the server's part of a conversation in which it accepts every email. */
function accept(socket: Socket) {
  let inData = false
  socket.write('220 ready\r\n')
  socket.setEncoding('utf8').on('data', (text: string) => {
    if (inData && !text.endsWith('\r\n.\r\n')) return
    const begins = /^DATA/i.test(text)
    socket.write(begins ? '354 go on\r\n' : '250 ok\r\n')
    inData = begins
  })
}

/** Makes the timers of so many milliseconds fire after a tenth of a second. @returns what takes it back */
function shortenTimer(milliseconds: number): () => void {
  const real = globalThis.setTimeout
  const shortened = (work: () => void, after?: number, ...rest: []) =>
    real(work, after === milliseconds ? 100 : after, ...rest)
  globalThis.setTimeout = Object.assign(shortened, real)
  return () => {
    globalThis.setTimeout = real
  }
}

describe('when the mail server is away', () => {
  it('and takes an email without ever saying so, the send ends after two minutes, and the next work', async () => {
    const endOutage = await listenWith((socket) => {
      socket.write('220 ready\r\n')
      socket.setEncoding('utf8').on('data', (text: string) => {
        if (/^(EHLO|MAIL|RCPT)/i.test(text)) socket.write('250 ok\r\n')
        if (/^DATA/i.test(text)) socket.write('354 go on\r\n')
      })
    })
    const restore = shortenTimer(120_000)
    try {
      const results = await Promise.allSettled(Array.from({ length: sends }, send))
      const reasons = results.map((result) => result.status === 'rejected' && String(result.reason))
      expect(reasons).toEqual(
        reasons.map(() => 'Error: The mail server did not take the email within 120 seconds'),
      )
    } finally {
      restore()
    }
    await endOutage()

    const close = await listenWith(accept)
    await Promise.all(Array.from({ length: sends }, send))
    await close()
  })

  it.each<[string, ((socket: Socket) => void) | undefined]>([
    ['refuses connections', undefined],
    ['hangs up at once', (socket) => socket.destroy()],
    ['hangs up after its greeting', (socket) => socket.end('220 ready\r\n')],
    ['says that it is busy', (socket) => socket.end('421 busy\r\n')],
  ])('and %s, every send fails, and the next ones work when it is back', async (_name, treat) => {
    const endOutage = treat && (await listenWith(treat))
    const results = await Promise.allSettled(Array.from({ length: sends }, send))
    expect(results.map(({ status }) => status)).toEqual(results.map(() => 'rejected'))
    await endOutage?.()

    const close = await listenWith(accept)
    await Promise.all(Array.from({ length: sends }, send))
    await close()
  })
})
