import type { Payload } from 'payload'

import { poolOf } from '../../database/connection.ts'
import { servicesOf } from '../../shared/services.ts'
import { StartupError } from '../../shared/startup.ts'
import { EngineUnavailable, type SearchEngine } from './engine/searchEngine.ts'
import { beginBuild, buildStep, forgetLostIndexes } from './feed/buildIndex.ts'
import { countDocuments } from './queries/documents.ts'
import { fedIndexes } from './queries/indexes.ts'

/** Receives the progress: the number of events to write, and each event that is written. */
export interface ReindexProgress {
  begin(task: string, total: number): void
  advance(): void
  end(): void
}

/** Begins a new index or finds the one that was begun. @returns the id after which it goes on */
async function begin(payload: Payload, engine: SearchEngine): Promise<number> {
  await forgetLostIndexes(payload, engine)
  await beginBuild(payload, engine)
  const indexes = await fedIndexes(poolOf(payload))
  return indexes.find(({ isLive }) => !isLive)?.filledTo ?? 0
}

async function fill(payload: Payload, engine: SearchEngine, progress: ReindexProgress) {
  const filledTo = await begin(payload, engine)
  const total = await countDocuments(poolOf(payload), filledTo)
  progress.begin('Events', total)
  let events = 0
  try {
    for (;;) {
      const step = await buildStep(payload, engine)
      if (step.state === 'done') return { events, goesOn: filledTo > 0 }
      events += step.events
      for (let count = 0; count < step.events; count += 1) progress.advance()
    }
  } finally {
    progress.end()
  }
}

/**
 * Builds a new index of the search engine next to the one that is searched, and replaces that one. Changes meanwhile
 * are written to both. A run that was interrupted is continued by the next one; two at the same time share the work.
 *
 * @returns what was done, in a sentence
 * @throws {StartupError} without an engine, or when it does not answer
 */
export async function reindex(payload: Payload, progress: ReindexProgress): Promise<string> {
  const { searchEngine } = servicesOf(payload)
  if (!searchEngine) {
    throw new StartupError(
      'There is no search engine: set SEARCH_URL. PostgreSQL needs no reindex.',
    )
  }
  try {
    const { events, goesOn } = await fill(payload, searchEngine, progress)
    const what = goesOn ? 'the remaining events of an index that was begun' : 'all public events'
    return `${what[0]!.toUpperCase()}${what.slice(1)} are in the new index: ${events.toLocaleString('en')}.`
  } catch (error) {
    if (!(error instanceof EngineUnavailable)) throw error
    throw new StartupError(
      `The search engine does not answer (${error.message}). Until the index is complete, searches use the one ` +
        'before, or PostgreSQL. Run this again: it goes on where it stopped.',
    )
  }
}
