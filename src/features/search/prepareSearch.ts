import type { SQL } from '@payloadcms/db-postgres/drizzle'

import type { Connection } from '../../database/connection.ts'
import { isMeant } from './editDistance.ts'
import type { Marked } from './highlight.ts'
import { parseSearch, type SearchTerm } from './parseSearch.ts'
import { type Lexeme, lexemesOf } from './queries/lexemes.ts'
import { spaceless } from './spaceless.ts'

/** A search that is ready for the database. */
export interface PreparedSearch {
  /** Finds the events (a `tsquery` of PostgreSQL). */
  query: string
  /** Finds those with the words exactly as typed: they come first. */
  exactQuery: string
  marked: Marked
}

interface Word extends Lexeme {
  meant: string[]
}

/** Words that somebody may have meant instead of one that no event has. */
const maxMeant = 8

const quoted = (word: string) => `'${word.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`

/** Whether words that begin with a word are found: one character begins too many, but it may be a word in Chinese. */
export const matchesBeginnings = (word: string) => word.length > 1 || spaceless.test(word)

function alternativesOf({ word, meant }: Word): string {
  const own = matchesBeginnings(word) ? `${quoted(word)}:*` : quoted(word)
  return meant.length === 0 ? own : `(${[own, ...meant.map(quoted)].join(' | ')})`
}

function queryOf(
  { isExcluded, isPhrase }: SearchTerm,
  words: Word[],
  asTyped: boolean,
): string | undefined {
  if (words.length === 0) return undefined
  const exact = words.map(({ word }) => quoted(word))
  if (isPhrase) return `${isExcluded ? '!' : ''}(${exact.join(' <-> ')})`
  const all = asTyped || isExcluded ? exact : words.map(alternativesOf)
  return `${isExcluded ? '!' : ''}(${all.join(' & ')})`
}

/**
 * Prepares what somebody typed: splits it into words, and looks up what was meant by words that no event
 * has.
 *
 * @param visible the condition of the events that the caller may see
 * @returns undefined for a text without words
 */
export async function prepareSearch(
  connection: Connection,
  text: string,
  visible: SQL,
): Promise<PreparedSearch | undefined> {
  const alternatives = parseSearch(text)
  const terms = alternatives.flat()
  if (terms.length === 0) return undefined
  const lexemes = await lexemesOf(
    connection,
    terms.map((term) => term.text),
    visible,
  )
  const words = lexemes.map((lexeme): Word => {
    const meant = lexeme.similar.filter((other) => isMeant(lexeme.word, other))
    return { ...lexeme, meant: meant.slice(0, maxMeant) }
  })
  const wordsOf = (term: SearchTerm) => words.filter((word) => terms[word.term] === term)
  const build = (asTyped: boolean) =>
    alternatives
      .map((all) => all.map((term) => queryOf(term, wordsOf(term), asTyped)).filter(Boolean))
      .filter(({ length }) => length > 0)
      .map((all) => `(${all.join(' & ')})`)
      .join(' | ')
  const query = build(false)
  if (query === '') return undefined
  const shown = words.filter(({ term }) => !terms[term]!.isExcluded)
  return {
    query,
    exactQuery: build(true),
    marked: {
      beginnings: shown.map(({ word }) => word),
      words: shown.flatMap(({ meant }) => meant),
    },
  }
}
