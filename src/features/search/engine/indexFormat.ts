import { createHash } from 'node:crypto'

/** The longest beginning of a word that is stored as such. Longer ones find the word through their first characters. */
export const maxBeginning = 20

const keyword = { type: 'keyword' } as const

/** Words, and their beginnings in a field of their own. */
const wordsAndBeginnings = {
  type: 'text',
  analyzer: 'words',
  fields: {
    beginnings: { type: 'text', analyzer: 'beginnings', search_analyzer: 'words', norms: false },
  },
} as const

/**
 * The settings and the mapping of an index. Plain OpenSearch and Elasticsearch have all that it uses.
 *
 * Texts arrive as words: the function `search_words_of` of the database splits them, folds accents and case, and
 * makes pairs of characters of scripts without spaces. A search is split by the same function. So both engines
 * find the same words, whatever their version makes of Unicode, and the rule has one home.
 */
export const indexFormat = {
  settings: {
    // One shard holds millions of events, and counts facets exactly.
    number_of_shards: 1,
    auto_expand_replicas: '0-1',
    // A message about a deleted event that comes late must still find out that it is late.
    gc_deletes: '1h',
    analysis: {
      filter: {
        short: { type: 'length', min: 1, max: 60 },
        beginnings: { type: 'edge_ngram', min_gram: 1, max_gram: maxBeginning },
      },
      analyzer: {
        words: { type: 'custom', tokenizer: 'whitespace', filter: ['short'] },
        beginnings: {
          type: 'custom',
          tokenizer: 'whitespace',
          filter: ['short', 'beginnings'],
        },
      },
    },
  },
  mappings: {
    dynamic: 'strict',
    // The words are only searched. Titles are kept for people who look into the index.
    _source: { excludes: ['words.*'] },
    properties: {
      id: { type: 'integer' },
      title: { ...keyword, index: false, doc_values: false },
      status: keyword,
      start_date: { type: 'date' },
      end_date: { type: 'date' },
      created_at: { type: 'date' },
      month: keyword,
      country: keyword,
      program: keyword,
      program_key: keyword,
      tag_keys: keyword,
      place: { type: 'geo_point' },
      words: {
        properties: {
          title: wordsAndBeginnings,
          about: wordsAndBeginnings,
          description: { type: 'text', analyzer: 'words' },
          body: { type: 'text', analyzer: 'words' },
        },
      },
    },
  },
} as const

/** Names the format. An index of another one is built anew. */
export const formatName = createHash('sha256')
  .update(JSON.stringify(indexFormat))
  .digest('hex')
  .slice(0, 12)
