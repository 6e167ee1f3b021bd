import type { DescribedMessage } from '../../../http/openapi/messages.ts'
import { instant } from '../../../http/fields.ts'
import { z } from '../../../http/zod.ts'
import { EventSchema } from '../../events/public.ts'
import { type EventType, eventTypes, testType } from '../eventTypes.ts'

const sequence = z.int().openapi({
  description:
    'Rises with each change of the platform. Of two messages, the higher one is the later',
})

const EventDataSchema = EventSchema.partial()
  .extend({
    id: z.int(),
    description: z.string().nullable().optional().openapi({
      description: 'null when it is longer than 10,000 characters',
    }),
    changes: z
      .record(z.string(), z.object({ from: z.unknown().optional(), to: z.unknown().optional() }))
      .openapi({ description: 'The changed fields, with their values. Long texts have none' }),
    sequence,
  })
  .openapi('WebhookEventData', {
    description: 'The event moments after the change; its id alone if it was deleted meanwhile',
  })

const DeletedEventDataSchema = z
  .object({
    id: z.int(),
    status: z.enum(['draft', 'published', 'cancelled']).openapi({ description: 'The last one' }),
    title: z.string().optional(),
    location: z.string().optional(),
    start_date: instant().optional(),
    end_date: instant().optional(),
    timezone: z.string().optional(),
    created_by: z.int().nullable().optional(),
    sequence,
  })
  .openapi('WebhookDeletedEventData')

const personal = (schema: z.ZodType, description: string) =>
  schema.optional().openapi({ description: `${description}. For endpoints that may have it` })

const RegistrationDataSchema = z
  .object({
    id: z.int(),
    event: z.int(),
    user: z.int(),
    seats: z.int(),
    state: z.enum(['confirmed', 'waitlisted', 'offered', 'cancelled']),
    offer_expires_at: instant().optional().openapi({ description: 'Of an offer' }),
    was: z.enum(['confirmed', 'waitlisted', 'offered']).optional().openapi({
      description: 'Of a cancelled one: the state before',
    }),
    cause: z
      .enum(['attendee', 'organiser', 'event_cancelled', 'offer_expired', 'platform', 'deleted'])
      .optional()
      .openapi({ description: 'Of a cancelled one: who cancelled it, or why' }),
    reason: personal(z.string().nullable(), 'Of a cancelled one: the reason in words'),
    name: personal(z.string().nullable(), 'The name of the attendee'),
    email: personal(z.string().nullable(), 'The address of the attendee'),
    ticket_code: personal(z.string().nullable(), 'The ticket code'),
    sequence,
  })
  .openapi('WebhookRegistrationData')

const TestDataSchema = z
  .object({ webhook: z.int(), message: z.string() })
  .openapi('WebhookTestData')

function dataOf(type: EventType) {
  if (type === 'event.deleted') return DeletedEventDataSchema
  return type.startsWith('event.') ? EventDataSchema : RegistrationDataSchema
}

/** All messages, for the OpenAPI document. */
export const messages: DescribedMessage[] = [
  ...eventTypes.map(({ type, when }) => ({ type, summary: when, data: dataOf(type) })),
  { type: testType, summary: 'Somebody of the staff tries the endpoint.', data: TestDataSchema },
]
