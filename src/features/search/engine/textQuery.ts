import { maxBeginning } from './indexFormat.ts'
import type { EngineTerm, EngineWord } from './types.ts'

type Query = Record<string, unknown>

/** How much a word counts in a field: as it was typed, and as the beginning of another word. */
const fields = {
  'words.title': { typed: 8, beginning: 2 },
  'words.about': { typed: 4, beginning: 1 },
  'words.description': { typed: 1.2, beginning: 0.3 },
  'words.body': { typed: 0.4, beginning: 0.1 },
} as const

type Field = keyof typeof fields

const names = Object.keys(fields) as Field[]

/** Fields whose words are few enough to be compared with mistyped ones, and whose beginnings are stored. */
const shortFields: readonly Field[] = ['words.title', 'words.about']

/** How much a word counts that is similar to the one that was typed. */
const similarity = 0.5

/** Words that may have been meant by one. */
const maxMeant = 50

const bestOf = (queries: Query[]): Query => ({ dis_max: { queries, tie_breaker: 0.2 } })

const exactly = (word: string): Query[] =>
  names.map((name) => ({ term: { [name]: { value: word, boost: fields[name].typed } } }))

const beginningIn = (name: Field, word: string): Query => {
  const boost = fields[name].beginning
  const isStored = shortFields.includes(name) && Array.from(word).length <= maxBeginning
  return isStored
    ? { term: { [`${name}.beginnings`]: { value: word, boost } } }
    : { prefix: { [name]: { value: word, boost } } }
}

/** Finds the events with a word, or with one that begins with it. */
export const findWord = ({ isBeginning, word }: EngineWord): Query =>
  bestOf([...exactly(word), ...(isBeginning ? names.map((name) => beginningIn(name, word)) : [])])

/** Typing mistakes that a word may have; as `isMeant` has it for PostgreSQL. */
const fuzziness = (length: number) => (length < 4 ? 0 : length < 8 ? 1 : 2)

/** Whether a word is long enough to be a mistyped one. */
export const canBeMistyped = ({ word }: EngineWord): boolean => fuzziness(word.length) > 0

/** Finds the events with a word that somebody may have meant. */
function findMeant({ word }: EngineWord): Query[] {
  const similar = (field: string, allowed: number, boost: number): Query => ({
    fuzzy: {
      [field]: {
        value: word,
        fuzziness: allowed,
        max_expansions: maxMeant,
        boost: boost * similarity,
      },
    },
  })
  return shortFields.flatMap((name) => [
    similar(name, fuzziness(word.length), fields[name].typed),
    ...(word.length >= 5 && word.length <= maxBeginning
      ? [similar(`${name}.beginnings`, 1, fields[name].beginning)]
      : []),
  ])
}

function findTerm({ isExcluded, isPhrase, words }: EngineTerm, mistyped: string[]): Query {
  if (isPhrase) {
    const query = words.map(({ word }) => word).join(' ')
    return bestOf(
      names.map((name) => ({ match_phrase: { [name]: { query, boost: fields[name].typed } } })),
    )
  }
  const each = words.map((one) => {
    if (isExcluded) return bestOf(exactly(one.word))
    return mistyped.includes(one.word) ? bestOf(findMeant(one)) : findWord(one)
  })
  return each.length === 1 ? each[0]! : { bool: { must: each } }
}

/**
 * The query for what somebody typed.
 *
 * @param mistyped words for which similar ones are found
 */
export function textQuery(alternatives: EngineTerm[][], mistyped: string[]): Query {
  const each = alternatives.map((terms) => {
    const [must, not] = [false, true].map((isExcluded) =>
      terms
        .filter((term) => term.isExcluded === isExcluded)
        .map((term) => findTerm(term, mistyped)),
    )
    return { bool: { must, must_not: not } }
  })
  if (each.length === 0) return { match_all: {} }
  return each.length === 1 ? each[0]! : bestOf(each)
}
