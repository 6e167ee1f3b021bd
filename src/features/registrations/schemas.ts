import { z } from '../../http/zod.ts'

import { instant } from '../../http/fields.ts'
import { partySize } from './rules.ts'

const RegistrationSchema = z
  .object({
    id: z.int(),
    event: z.int(),
    user: z.int(),
    seats: z.int(),
    state: z.enum(['confirmed', 'waitlisted']),
    ticket_code: z.string(),
    registered_at: instant(),
  })
  .openapi('Registration')

const size = () => z.int().min(partySize.min).max(partySize.max)
const seats = () => size().default(1)

export const PartySchema = z
  .object({
    seats: seats(),
    hold: z.uuid().optional().openapi({
      description:
        'The id of a hold that becomes the registration; its seats then count instead of `seats`',
    }),
  })
  .openapi('Party')

export const SeatsSchema = z.object({ seats: seats() }).openapi('Seats')

export const PartySizeSchema = z.object({ seats: size() }).openapi('PartySize')

export const HoldSchema = z
  .object({
    hold: z
      .object({ id: z.uuid(), event: z.int(), seats: z.int(), expires_at: instant() })
      .openapi('Hold'),
  })
  .openapi('Held')

export const RegisteredSchema = z
  .object({ status: z.literal('registered'), registration: RegistrationSchema })
  .openapi('Registered')

export const WaitlistedSchema = z
  .object({
    status: z.literal('waitlisted'),
    position: z.int(),
    registration: RegistrationSchema,
  })
  .openapi('Waitlisted')

/** An offered party can change its size too. */
export const ResizedSchema = z
  .object({
    status: z.enum(['registered', 'waitlisted', 'offered']),
    position: z.int().nullable().openapi({ description: 'On the waitlist, from 1' }),
    registration: RegistrationSchema.extend({
      state: z.enum(['confirmed', 'waitlisted', 'offered']),
    }).openapi('ResizedRegistration'),
  })
  .openapi('Resized')
