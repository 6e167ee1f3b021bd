import { bounded, filter, instant, text, wholeNumber } from '../../http/fields.ts'
import { z } from '../../http/zod.ts'
import { idDigits, maxInteger } from '../../shared/documentId.ts'
import { urlProblem } from './address/checkUrl.ts'
import { eventTypeNames, eventTypesProblem, type EventType } from './eventTypes.ts'
import { deliveryStatuses } from './queries/deliveries.ts'
import { maxLengths } from './rules.ts'
import { urlPolicy } from './urlPolicy.ts'

const url = text(maxLengths.url)
  .superRefine((value, context) => {
    const message = urlProblem(value, urlPolicy())
    if (message) context.addIssue({ code: 'custom', message })
  })
  .openapi({ format: 'uri', description: 'Begins with https:// and leads to a public address' })
const description = bounded(z.string().trim(), maxLengths.description).refine(
  (value) => !value.includes('\0'),
  { error: 'Null characters are not allowed.' },
)

/** One message for the whole list, under `events`. */
const events = z
  .array(z.unknown())
  .superRefine((chosen, context) => {
    const message = eventTypesProblem(chosen)
    if (message) context.addIssue({ code: 'custom', message })
  })
  .transform((chosen) => chosen as EventType[])
  .openapi({
    type: 'array',
    items: { type: 'string', enum: [...eventTypeNames] },
    minItems: 1,
    maxItems: eventTypeNames.length,
    uniqueItems: true,
  })

export const NewWebhookSchema = z
  .object({
    url,
    description: description.optional(),
    events,
    active: z.boolean().optional(),
  })
  .openapi('NewWebhook')

export const WebhookChangeSchema = NewWebhookSchema.partial().openapi('WebhookChange')

export type WebhookChange = z.output<typeof WebhookChangeSchema>

export const WebhookSchema = z
  .object({
    id: z.int(),
    url: z.string(),
    description: z.string(),
    events: z.array(z.enum(eventTypeNames)),
    active: z.boolean(),
    created_at: instant(),
  })
  .openapi('Webhook')

export const WebhookWithSecretSchema = WebhookSchema.extend({
  secret: z.string().openapi({ description: 'Signs the messages. It is shown this once.' }),
}).openapi('WebhookWithSecret')

const pageOf = <Item extends z.ZodType>(items: Item) =>
  z.object({
    count: z.int(),
    next: z.url().nullable(),
    previous: z.url().nullable(),
    results: z.array(items),
  })

export const WebhookPageSchema = pageOf(WebhookSchema).openapi('WebhookPage')

export const DeliverySchema = z
  .object({
    id: z.uuid().openapi({ description: 'The `webhook-id` of the message, at each attempt' }),
    event_type: z.string(),
    status: z.enum(deliveryStatuses),
    attempts: z.int(),
    response_status: z.int().nullable(),
    next_attempt_at: instant().nullable(),
    created_at: instant(),
  })
  .openapi('WebhookDelivery')

export const DeliveryPageSchema = pageOf(DeliverySchema).openapi('WebhookDeliveryPage')

const id = z
  .string()
  .regex(new RegExp(`^${idDigits.source}$`))
  .transform(Number)
  .pipe(z.number().max(maxInteger))
  .openapi({ type: 'integer' })

export const WebhookParams = z.object({ id })
export const DeliveryParams = z.object({ id, delivery: z.uuid() })

export const PageQuery = z.object({
  page: filter(wholeNumber(-maxInteger, maxInteger)),
  page_size: filter(wholeNumber(1, maxInteger)).openapi({
    description: 'At most 100; the default is 20',
  }),
})

export const DeliveriesQuery = PageQuery.extend({ status: filter(z.enum(deliveryStatuses)) })
