import { z } from '../../http/zod.ts'

import { orderings, type Ordering } from './queries/ordering.ts'
import { CoverSchema } from '../media/public.ts'
import { capacityRange, eventStatuses, maxLengths } from './rules.ts'
import { idDigits, maxInteger } from '../../shared/documentId.ts'
import {
  dateTime,
  dateTimeUntil,
  decimal,
  filter,
  instant,
  place,
  term,
  text,
  wholeNumber,
  yesOrNo,
} from '../../http/fields.ts'

export const EventSchema = z
  .object({
    id: z.int(),
    title: z.string(),
    description: z.string(),
    start_date: instant(),
    end_date: instant(),
    location: z.string(),
    max_participants: z.int(),
    status: z.enum(eventStatuses),
    is_upcoming: z.boolean(),
    created_by: z.int().nullable(),
    series: z.int().nullable(),
    registered_count: z.int(),
    seats_left: z.int(),
    waitlist_count: z.int(),
    timezone: z.string(),
    cover: CoverSchema.optional().openapi({
      description: 'The picture of the event, if it has one',
    }),
    created_at: instant(),
    updated_at: instant(),
    distance_km: z.number().optional().openapi({
      description: 'Kilometres from the place in `near`; only in lists with `near`',
    }),
  })
  .openapi('Event')

export const EventPageSchema = z
  .object({
    count: z.int(),
    next: z.url().nullable(),
    previous: z.url().nullable(),
    results: z.array(EventSchema),
  })
  .openapi('EventPage')

export const EventCursorPageSchema = z
  .object({ next: z.url().nullable(), results: z.array(EventSchema) })
  .openapi('EventCursorPage')

/** The fields that a client may write; all others in the body are ignored. */
export const NewEventSchema = z
  .object({
    title: text(maxLengths.title),
    description: text(maxLengths.description),
    start_date: dateTime(),
    end_date: dateTime(),
    location: text(maxLengths.location),
    max_participants: z.int().min(capacityRange.min).max(capacityRange.max),
    status: z.enum(eventStatuses).optional(),
  })
  .openapi('NewEvent')

export const EventChangeSchema = NewEventSchema.partial().openapi('EventChange')

export type EventChange = z.output<typeof EventChangeSchema>

/** A number that is too large for an event's id is a 404. */
export const EventParams = z.object({
  id: z
    .string()
    .regex(new RegExp(`^${idDigits.source}$`))
    .transform(Number)
    .pipe(z.number().max(maxInteger))
    .openapi({ type: 'integer' }),
})

const maxKilometres = 20_040

export const ListQuery = z.object({
  status: filter(term(20)).openapi({
    description: 'A status; an unknown status matches no event',
  }),
  start_date: filter(dateTime()).openapi({ description: 'Starts at or after' }),
  end_date: filter(dateTimeUntil()).openapi({ description: 'Ends at or before' }),
  search: filter(term(500)).openapi({ description: 'Words in title, location or description' }),
  series: filter(wholeNumber(1, maxInteger)).openapi({ description: 'The events of a series' }),
  upcoming: filter(yesOrNo()).openapi({ description: 'Whether it begins in the future' }),
  has_seats: filter(yesOrNo()).openapi({ description: 'Whether seats are left' }),
  near: filter(place()).openapi({
    description: 'Latitude and longitude in degrees; finds the events that have coordinates',
    example: '48.4,10.0',
  }),
  within: filter(decimal(0, maxKilometres)).openapi({
    description: 'Kilometres from `near`',
    example: 50,
  }),
  tag: filter(term(50)).openapi({ description: 'A tag, in capitals or not' }),
  program: filter(term(20)).openapi({ description: 'A program, such as FRC' }),
  country: filter(term(2)).openapi({ description: 'A country, such as DE (ISO 3166-1)' }),
  ordering: filter(z.enum(Object.keys(orderings) as [Ordering, ...Ordering[]])).openapi({
    description: '`relevance` needs a search, and `distance` needs `near`',
  }),
  page: filter(wholeNumber(-maxInteger, maxInteger)),
  skip: filter(wholeNumber(0, 100)).openapi({
    description:
      'Events at the start of the page that the client has: `next` of a page that is too large for one response has it',
  }),
  page_size: filter(wholeNumber(1, maxInteger)).openapi({
    description: 'At most 100; the default is 20',
  }),
  cursor: z.string().trim().max(4000).optional().openapi({
    description:
      'Instead of `page`: empty for the first page, then the cursor in `next`. The response is an `EventCursorPage`',
  }),
})

/** The list's filters, without what divides it into pages. */
export const ListFilters = ListQuery.omit({ page: true, skip: true, page_size: true, cursor: true })
export const SearchQuery = ListQuery.omit({ search: true }).extend({
  q: filter(term(500)).openapi({
    description:
      'Words in title, place, tags, description and rich text, or their beginnings; `"a phrase"`, `-without`, `this or that`',
  }),
})

const FoundEventSchema = EventSchema.extend({
  highlight: z.object({
    title: z
      .string()
      .openapi({ description: 'HTML: `<mark>` around the words; all else is escaped' }),
    description: z
      .string()
      .openapi({ description: 'The same, of the part around the first match' }),
  }),
}).openapi('FoundEvent')

const facet = () => z.record(z.string(), z.int())

const found = {
  results: z.array(FoundEventSchema),
  facets: z
    .object({ status: facet(), month: facet(), country: facet(), program: facet() })
    .openapi('Facets', { description: 'How many of all found events have each value' }),
}

export const SearchPageSchema = EventPageSchema.extend(found).openapi('SearchPage')
export const SearchCursorPageSchema =
  EventCursorPageSchema.extend(found).openapi('SearchCursorPage')
