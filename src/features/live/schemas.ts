import { z } from '../../http/zod.ts'

const event = z.int()

/** The `data` of each message, which has a `type` besides on a WebSocket. For the OpenAPI document. */
export const SeatsUpdateSchema = z
  .object({
    event,
    registered_count: z.int(),
    seats_left: z.int(),
    waitlist_count: z.int(),
  })
  .openapi('SeatsUpdate')

export const RegistrationUpdateSchema = z
  .object({
    event,
    state: z.enum(['confirmed', 'waitlisted', 'offered', 'cancelled']),
    position: z.int().nullable().openapi({ description: 'On the waitlist, from 1' }),
  })
  .openapi('RegistrationUpdate')
