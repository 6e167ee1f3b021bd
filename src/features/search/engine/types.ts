/** A word, as `search_words_of` of the database splits a term. */
export interface EngineWord {
  word: string
  /** Whether words that begin with it are found too. */
  isBeginning: boolean
}

/** Words of a term: all of them are found, or stand next to each other, or are not there. */
export interface EngineTerm {
  words: EngineWord[]
  isPhrase: boolean
  isExcluded: boolean
}

/** What else the events must match. Keys are in lower case, as the database folds it. */
export interface EngineFilter {
  status?: string
  startsFrom?: Date
  startsBefore?: Date
  startsAfter?: Date
  startsUntil?: Date
  endsAfter?: Date
  endsUntil?: Date
  tagKey?: string
  programKey?: string
  country?: string
  /** Events with coordinates, and at most so many metres from there. */
  near?: { latitude: number; longitude: number; metres?: number }
}

export type EngineField = '_score' | 'start_date' | 'created_at'

export interface EngineRequest {
  /** All terms of one of these lists match. Without a list all events do. */
  alternatives: EngineTerm[][]
  filter: EngineFilter
  order: { field: EngineField; isDescending: boolean }
  from?: number
  size: number
  /** The key and the id of the event after which the page begins. */
  after?: [key: number | string, id: number]
  /** Whether the found events are counted by their values. */
  facets: boolean
}

export type EngineFacet = 'status' | 'month' | 'country' | 'program'

/** Events with the words that were searched for. */
export interface EngineFound {
  /** In the order that was asked for. */
  hits: { id: number; score: number }[]
  /** All found events. */
  total: number
  facets?: Record<EngineFacet, Record<string, number>>
  /** Words that no event has: similar ones were found instead. */
  mistyped: string[]
}
