import type { PayloadRequest } from 'payload'

import type { Event } from '../../payload-types.ts'
import { toInstant, toLocal } from './localTime.ts'
import { isEndless, planOccurrences } from './planOccurrences.ts'
import { parseRule } from './recurrenceRule.ts'
import { findOwnEvent, ruleTextOf } from './repeatEvent.ts'
import { withRuleErrors } from './ruleErrors.ts'
import { ruleInWords } from './ruleText.ts'

export interface RepetitionPreview {
  /** The rule in words. */
  text: string
  /** The starts of the events, in ISO 8601. */
  starts: string[]
  /** Whether more events follow, made as time passes. */
  isEndless: boolean
}

const firstStartOf = ({ occurrence, startDate, timezone }: Event) =>
  occurrence ?? toLocal(startDate, timezone)

/**
 * The events that a rule would make from an event on, before anybody decides. Nothing is changed.
 *
 * @throws {Refusal} 404, 403; {ValidationError} for a wrong rule
 */
export async function previewRepetition(
  req: PayloadRequest,
  id: number,
  rrule: string,
): Promise<RepetitionPreview> {
  const event = await findOwnEvent(req, id)
  const { timezone } = event
  const series = {
    rrule: ruleTextOf(rrule),
    exdates: [],
    timezone,
    firstStart: firstStartOf(event),
  }
  return withRuleErrors(() => ({
    starts: planOccurrences(series, new Date()).map((slot) => toInstant(slot, timezone)),
    isEndless: isEndless(parseRule(series.rrule)),
    text: ruleInWords(series),
  }))
}
