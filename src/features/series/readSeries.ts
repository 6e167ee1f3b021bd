import type { PayloadRequest } from 'payload'

import { readerIn } from '../../database/replicaReads.ts'
import { notFound } from '../../shared/errors/Refusal.ts'
import { viewerOf, visibleTo } from '../events/public.ts'
import { findVisibleSeries } from './queries/visibleSeries.ts'
import { ruleInWords } from './ruleText.ts'

/** A series in v1's format, with the number of its events that the caller may see. @throws {Refusal} 404 without one */
export async function readSeries(req: PayloadRequest, id: number) {
  const series = await findVisibleSeries(await readerIn(req), visibleTo(viewerOf(req)), id)
  if (!series) throw notFound()
  const { exdates, occurrences, rrule, timezone } = series
  return { id, rrule, occurrences, exdates, timezone, text: ruleInWords(series) }
}
