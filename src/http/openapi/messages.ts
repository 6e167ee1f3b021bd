import type { RouteConfig } from '@asteasolutions/zod-to-openapi'

import { z } from '../zod.ts'

/** A message that the platform sends to endpoints of webhooks. */
export interface DescribedMessage {
  type: string
  /** When it is sent. */
  summary: string
  /** Its `data`. */
  data: z.ZodType
}

/** The headers of the Standard Webhooks specification. */
const headers = z.object({
  'webhook-id': z.uuid().openapi({ description: 'The same at each attempt' }),
  'webhook-timestamp': z.string().openapi({
    description: 'When this attempt was made, in seconds since 1970',
  }),
  'webhook-signature': z.string().openapi({
    description:
      'Signatures of `webhook-id`, `webhook-timestamp` and the body, with a space between them: `v1,…`',
  }),
})

/** An entry of `webhooks` in the document (OpenAPI 3.1). */
export const messageConfig = ({ data, summary, type }: DescribedMessage): RouteConfig => ({
  method: 'post',
  path: type,
  operationId: type.replace(/[._](\w)/g, (_all, next: string) => next.toUpperCase()),
  summary,
  description:
    'Sent in the Standard Webhooks format. Redirects are not followed, and 15 seconds are the time for all of it.',
  tags: ['Webhooks'],
  // The signature takes the place of a sign-in.
  security: [],
  request: {
    headers,
    body: {
      required: true,
      content: {
        'application/json': {
          schema: z.object({
            type: z.literal(type),
            timestamp: z.iso.datetime().openapi({ description: 'When the change was made' }),
            data,
          }),
        },
      },
    },
  },
  responses: {
    '2XX': { description: 'Delivered' },
    410: { description: 'The endpoint is switched off' },
    default: { description: 'Tried again later' },
  },
})
