import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'

/* eslint-disable @typescript-eslint/no-explicit-any -- a message is what the platform sent */

export interface ReceivedWebhook {
  id: string
  headers: IncomingHttpHeaders
  path: string
  /** The text of the body, over which the signature goes. */
  text: string
  body: any
}

type Respond = (res: ServerResponse, received: ReceivedWebhook, count: number) => void

export interface WebhookReceiver {
  url: string
  received: ReceivedWebhook[]
  /** How it answers from now on. `count` is the number of the request, from 1. */
  answer: (respond: Respond) => void
  stop: () => Promise<void>
}

/** A response without a body. */
export const withStatus =
  (status: number, headers: Record<string, string> = {}): Respond =>
  (res) => {
    res.writeHead(status, headers).end()
  }

/** A server that receives webhooks, and answers 200 until a test says otherwise. */
export async function startWebhookReceiver(): Promise<WebhookReceiver> {
  const received: ReceivedWebhook[] = []
  let respond: Respond = withStatus(200)
  const server = createServer((req, res) => {
    const chunks: Buffer[] = []
    req.on('data', (chunk: Buffer) => chunks.push(chunk))
    req.on('end', () => {
      const text = Buffer.concat(chunks).toString('utf8')
      const id = String(req.headers['webhook-id'])
      const one = { id, headers: req.headers, path: req.url!, text, body: JSON.parse(text) }
      received.push(one)
      respond(res, one, received.length)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/hook`,
    received,
    answer: (next) => (respond = next),
    stop: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** The message, as the library of the specification verifies it. @throws for a wrong signature */
export const verified = ({ headers, text }: ReceivedWebhook, secret: string): any =>
  new Webhook(secret).verify(text, headers as Record<string, string>)
