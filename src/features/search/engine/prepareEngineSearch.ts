import type { Payload } from 'payload'

import type { Connection } from '../../../database/connection.ts'
import { servicesOf } from '../../../shared/services.ts'
import { isOn } from '../../flags/public.ts'
import { type ParsedSearch, parseSearch } from '../parseSearch.ts'
import { matchesBeginnings } from '../prepareSearch.ts'
import { askBeforeEngine, type EngineAnswer } from '../queries/engineQuestions.ts'
import { formatName } from './indexFormat.ts'
import type { SearchEngine } from './searchEngine.ts'
import type { EngineTerm } from './types.ts'

/** Words of one search. The engine refuses queries with more than 1,024 conditions, and each word has eight. */
const maxWords = 100

/** A search that the engine can answer. */
export interface EngineSearch {
  engine: SearchEngine
  alternatives: EngineTerm[][]
  tagKey: string | undefined
  programKey: string | undefined
  /** The words that were typed, which are marked as the beginnings of others. */
  typed: string[]
}

interface Asked {
  /** Undefined to find all events. */
  text: string | undefined
  tag: string | undefined
  program: string | undefined
  userId: number | undefined
}

function alternativesOf(parsed: ParsedSearch, answer: EngineAnswer): EngineTerm[][] {
  const terms = parsed.flat()
  return parsed
    .map((all) =>
      all
        .map((term) => ({
          isExcluded: term.isExcluded,
          isPhrase: term.isPhrase,
          words: answer.words
            .filter((one) => terms[one.term] === term)
            .map(({ word }) => ({ word, isBeginning: matchesBeginnings(word) })),
        }))
        .filter(({ words }) => words.length > 0),
    )
    .filter(({ length }) => length > 0)
}

/**
 * Prepares a search for the engine.
 *
 * @returns undefined when PostgreSQL has to answer: without an engine, or while its flag is off; for callers with drafts, which the engine
 *   does not have; while a change is not in the index yet; and for texts without words, or with too many
 */
export async function prepareEngineSearch(
  payload: Payload,
  connection: Connection,
  { program, tag, text, userId }: Asked,
): Promise<EngineSearch | undefined> {
  const { searchEngine: engine } = servicesOf(payload)
  const user = userId === undefined ? undefined : { id: userId }
  if (!engine || !isOn(payload, 'search-engine', user)) return undefined
  const parsed = text === undefined ? [] : parseSearch(text)
  const terms = parsed.flat().map((term) => term.text)
  const answer = await askBeforeEngine(connection, {
    format: formatName,
    terms,
    tag,
    program,
    userId,
  })
  const alternatives = alternativesOf(parsed, answer)
  const isWordless = text !== undefined && alternatives.length === 0
  const isOthers = answer.ownsDrafts || isWordless || answer.words.length > maxWords
  if (!answer.isCurrent || isOthers) {
    engine.counts[isOthers ? 'database' : 'behind'] += 1
    return undefined
  }
  const shown = alternatives.flat().filter(({ isExcluded }) => !isExcluded)
  return {
    engine,
    alternatives,
    tagKey: answer.tagKey ?? undefined,
    programKey: answer.programKey ?? undefined,
    typed: shown.flatMap(({ words }) => words.map(({ word }) => word)),
  }
}
