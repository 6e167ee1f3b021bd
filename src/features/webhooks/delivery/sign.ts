import { Webhook } from 'standardwebhooks'

/**
 * The headers of a message in the Standard Webhooks format. Each secret adds a signature, so that a
 * receiver can change from one to the next.
 */
export const signedHeaders = (id: string, body: string, secrets: string[], now: Date) => ({
  'webhook-id': id,
  'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
  'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, now, body)).join(' '),
})
