import { term } from '../../http/fields.ts'
import { z } from '../../http/zod.ts'
import { isCalendarDay, isDay } from '../../shared/isoDate.ts'
import { EventParams } from '../events/public.ts'
import { maxExdates } from './planOccurrences.ts'

const day = () =>
  z
    .string()
    .refine((value) => isDay(value) && isCalendarDay(value), {
      error: 'Date has wrong format. Use this format instead: YYYY-MM-DD.',
    })
    .openapi({ format: 'date', example: '2031-05-03' })

export const RepetitionSchema = z
  .object({
    // The rule itself has a length of its own, and says so in its own words.
    rrule: term(10_000).openapi({
      description: 'A recurrence rule (RFC 5545, 3.3.10) without DTSTART',
      example: 'FREQ=WEEKLY;COUNT=10',
      maxLength: 500,
    }),
    exdates: z
      .array(day())
      .max(maxExdates)
      .optional()
      .openapi({ description: 'Days without an event, in the time zone of the event' }),
  })
  .openapi('Repetition')

export const RepeatedSchema = z
  .object({ id: z.int(), rrule: z.string(), occurrences: z.int() })
  .openapi('Repeated')

export const SeriesSchema = RepeatedSchema.extend({
  exdates: z.array(z.string()),
  timezone: z.string(),
  text: z.string().openapi({ description: 'The rule in English words' }),
}).openapi('Series')

export const SeriesParams = EventParams
