import type { FieldHook } from 'payload'

import { ruleInWords } from '../../src/features/series/public.ts'
import type { Series } from '../../src/payload-types.ts'

/** The rule of a series in words; undefined when the caller has not selected what it needs. */
export const readSummary: FieldHook<Series> = ({ data }) => {
  const { firstStart, rrule, timezone } = data ?? {}
  if (!firstStart || !rrule || !timezone) return undefined
  return ruleInWords({ firstStart, rrule, timezone })
}
