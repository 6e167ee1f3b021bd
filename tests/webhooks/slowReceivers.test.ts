import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'

import { createAgents } from '../../src/features/webhooks/delivery/agents.ts'
import { send, type Sender } from '../../src/features/webhooks/delivery/send.ts'
import { startWebhookReceiver, type WebhookReceiver } from '../support/webhookReceiver.ts'

/** Receivers that make the platform wait. The time for all of a delivery is short here. */
const sender: Sender = {
  agents: createAgents({ allowsPrivate: true }),
  policy: { allowsPrivate: true, allowsHttp: true },
  timeoutMs: 300,
}

let receiver: WebhookReceiver
const timers = new Set<NodeJS.Timeout>()

beforeAll(async () => {
  receiver = await startWebhookReceiver()
})

afterAll(async () => {
  for (const timer of timers) clearInterval(timer)
  await receiver.stop()
})

const sendIt = (signal?: AbortSignal) =>
  send(sender, { url: receiver.url, headers: { 'webhook-id': 'one' }, body: '{}' }, signal)

const every = (milliseconds: number, work: () => void) =>
  timers.add(setInterval(work, milliseconds))

const timedOut = { responseStatus: null, failure: expect.stringContaining('not complete within') }

describe('a receiver', () => {
  it('that never answers fails when the time is over', async () => {
    receiver.answer(() => undefined)
    expect(await sendIt()).toMatchObject(timedOut)
  })

  it('that sends its headers byte by byte fails', async () => {
    receiver.answer((res) => {
      res.socket!.write('HTTP/1.1 200 OK\r\nX-Slow: ')
      every(20, () => res.socket?.write('a'))
    })
    expect(await sendIt()).toMatchObject(timedOut)
  })

  it('that sends its body byte by byte fails', async () => {
    receiver.answer((res) => {
      res.writeHead(200)
      every(20, () => res.write('a'))
    })
    expect(await sendIt()).toMatchObject(timedOut)
  })

  it('that sends a body without an end is read no further than 4096 bytes', async () => {
    let isClosed: Promise<unknown> = Promise.resolve()
    receiver.answer((res) => {
      isClosed = new Promise((resolve) => res.on('close', resolve))
      res.writeHead(200)
      every(1, () => res.write('a'.repeat(1000)))
    })
    const sent = await sendIt()
    expect(sent).toMatchObject({ responseStatus: 200, failure: null })
    expect(sent!.responseBody).toHaveLength(4096)
    await isClosed
  })

  it('with headers without an end fails', async () => {
    receiver.answer((res) => {
      res.socket!.end(`HTTP/1.1 200 OK\r\nX-Large: ${'a'.repeat(20_000)}\r\n\r\n`)
    })
    expect(await sendIt()).toMatchObject({ responseStatus: null, failure: expect.any(String) })
  })

  it('that the worker stops waiting for was not tried', async () => {
    receiver.answer(() => undefined)
    const stopping = new AbortController()
    const sent = sendIt(stopping.signal)
    stopping.abort()
    expect(await sent).toBeUndefined()
  })

  it('whose text PostgreSQL could not store is kept in other words', async () => {
    receiver.answer((res) => res.end('a\0b'))
    expect((await sendIt())!.responseBody).toBe('a\uFFFDb')
  })
})
