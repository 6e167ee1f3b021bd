import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import dns from 'node:dns'
import type { LookupFunction } from 'node:net'

import { createAgents } from '../../src/features/webhooks/delivery/agents.ts'
import { send, type Sender } from '../../src/features/webhooks/delivery/send.ts'
import { startWebhookReceiver, type WebhookReceiver } from '../support/webhookReceiver.ts'

/** A receiver inside. Nothing that pretends to be public may reach it. */
let receiver: WebhookReceiver
let port: string

beforeAll(async () => {
  receiver = await startWebhookReceiver()
  port = new URL(receiver.url).port
})

afterAll(() => receiver.stop())

/** Answers with one list of addresses after another, as a hostile name server does. */
function resolving(...answers: string[][]): LookupFunction & { asked: () => number } {
  let asked = 0
  const lookup: LookupFunction = (_hostname, options, callback) => {
    const addresses = answers[Math.min(asked, answers.length - 1)]!.map((address) => ({
      address,
      family: address.includes(':') ? 6 : 4,
    }))
    asked += 1
    if (options.all) callback(null, addresses)
    else callback(null, addresses[0]!.address, addresses[0]!.family)
  }
  return Object.assign(lookup, { asked: () => asked })
}

/** The policy allows the port of the receiver, and plain http. The agents allow public addresses alone. */
const senderWith = (lookup: LookupFunction | undefined, allowsPrivate = false): Sender => ({
  agents: createAgents({ allowsPrivate, ...(lookup ? { lookup } : {}) }),
  policy: { allowsPrivate: true, allowsHttp: true },
  timeoutMs: 1000,
})

const sendTo = (sender: Sender, url: string) =>
  send(sender, { url, headers: { 'webhook-id': 'one' }, body: '{}' }, undefined)

const inside = 'The name leads to an address inside a private network.'

describe('a connection', () => {
  it.each([
    ['127.0.0.1'],
    ['10.1.2.3'],
    ['169.254.169.254'],
    ['::1'],
    ['::ffff:127.0.0.1'],
    ['::7f00:1'],
    ['64:ff9b::7f00:1'],
    ['fd00::1'],
    ['0.0.0.0'],
    ['93.184.216.34', '127.0.0.1'],
  ])('to a name that leads to %s is not made', async (...addresses) => {
    const sender = senderWith(resolving(addresses))
    expect(await sendTo(sender, `http://rebind.example:${port}/`)).toMatchObject({
      failure: inside,
    })
    expect(receiver.received).toEqual([])
  })

  it('goes to the address that was checked: what the name leads to later has no effect', async () => {
    const public_ = resolving(['93.184.216.34'], ['127.0.0.1'])
    const sent = await sendTo(senderWith(public_), `http://rebind.example:${port}/`)
    expect(sent!.failure).not.toBeNull()
    expect(public_.asked()).toBe(1)
    // The next attempt resolves the name again, and sees the address inside.
    expect(await sendTo(senderWith(public_), `http://rebind.example:${port}/`)).toMatchObject({
      failure: inside,
    })
    expect(receiver.received).toEqual([])
  })

  it('to an address in the URL itself is not made', async () => {
    const sender = senderWith(undefined)
    for (const host of ['127.0.0.1', '[::1]', '[::ffff:127.0.0.1]', 'localhost']) {
      expect(await sendTo(sender, `http://${host}:${port}/`)).toMatchObject({ failure: inside })
    }
    expect(receiver.received).toEqual([])
  })

  it('is made without the check: the receiver is there', async () => {
    const lookup = resolving(['127.0.0.1'])
    const sent = await sendTo(senderWith(lookup, true), `http://rebind.example:${port}/`)
    expect(sent).toMatchObject({ responseStatus: 200, failure: null })
    expect(receiver.received).toHaveLength(1)
  })

  it('uses no proxy of the environment', async () => {
    const { http_proxy: before } = process.env
    process.env.http_proxy = 'http://127.0.0.1:1'
    const sent = await sendTo(senderWith(dns.lookup, true), receiver.url)
    if (before === undefined) delete process.env.http_proxy
    else process.env.http_proxy = before
    expect(sent!.failure).toBeNull()
  })
})
