import { filter } from '../../http/fields.ts'
import { z } from '../../http/zod.ts'
import { scopes } from '../series/public.ts'

/** What a change of an event of a series reaches. */
export const ScopeQuery = z.object({
  scope: filter(z.enum(scopes)).openapi({
    description:
      'For an event of a series: this event alone (the default), it and the following ones, or all',
  }),
})
