/**
 * Words that this code does not use, and what to use instead. A new reader must be able
 * to guess a name's meaning and to search the web for it. `.lint/plainWords.mjs` checks names and comments,
 * `.lint/checkDocs.mjs` the documents.
 *
 * `word` matches in lower case. A name is compared by its words: `heldUp` is "held up".
 * `in` restricts a word to names, when it is plain English in a sentence.
 */
const words = [
  { word: 'visits?', use: 'request context' },
  { word: 'dut(y|ies)', use: 'job context' },
  { word: 'stations?', use: 'middleware' },
  { word: 'doors?', use: 'surface, route, or entrance', in: 'names' },
  { word: 'lanes?', use: 'fast path, or claim batcher' },
  { word: 'abreast', use: 'maxConcurrentBatches' },
  { word: 'held up', use: 'lockBusy, blocked or delayed' },
  { word: 'patient(ly)?', use: 'waitForLock' },
  { word: 'hearing|ears?|deaf', use: 'subscriber, connected' },
  { word: 'telling', use: 'publish, notify or report', in: 'names' },
  { word: 'happened|whenever', use: 'publish, subscribe', in: 'names' },
  { word: 'followers?', use: 'event subscriber' },
  { word: 'flights?', use: 'single flight' },
  { word: 'shel(f|ves)', use: 'cache, LRU' },
  { word: 'keep private', use: 'noStoreByDefault' },
  { word: 'hurry', use: 'body timeout' },
  { word: 'tally|tallies', use: 'window counter' },
  { word: 'recall(s|ed)?', use: 'recent rotation' },
  { word: 'trad(e|es|ed|ing)', use: 'rotate' },
  { word: 'once of|claim once', use: 'withIdempotency' },
  { word: 'contractual|as refusal', use: 'toApiError, toRefusal' },
  { word: 'crews?', use: 'worker pool' },
  { word: 'letters?', use: 'email' },
  { word: 'patience', use: 'timeoutMs' },
  { word: 'respite', use: 'retryDelayMs' },
  { word: 'pulse', use: 'heartbeatMs' },
  { word: 'farewell', use: 'shutdownMs' },
  { word: 'scrub(s|bed)?', use: 'redact' },
  { word: 'in turns?', use: 'concurrency limit, or one after another' },
  { word: 'strangers?', use: 'anonymous caller' },
  { word: '(is|client) gone', use: 'isDisconnected', in: 'names' },
  { word: 'fleets?', use: 'servers' },
  { word: 'beside', use: 'next to, with, or compared with' },
  { word: 'whoever|whomever|whichever', use: 'the noun: the caller, the client, the worker' },
]

/** Right uses of a listed word: the text in which it may stand, and the reason. */
const allowed = [
  { text: 'in flight', why: 'the standard term for requests that are not complete' },
  { text: 'single flight', why: 'the name of the pattern' },
  { text: 'door list', why: 'the list at the entrance of an event' },
  { text: 'door query', why: 'the query of that list' },
  { text: 'letter by letter', why: 'a letter of the alphabet' },
  { text: 'letters and digits', why: 'letters of the alphabet' },
  { text: 'letters, digits', why: 'letters of the alphabet' },
]

/** Matches the words of a text, also when a line ends between them. */
const phrase = (text) => new RegExp(`\\b(${text.replaceAll(' ', '\\s+')})\\b`, 'g')

const patterns = words.map((entry) => ({ ...entry, pattern: phrase(entry.word) }))
const rightUses = phrase(`(${allowed.map(({ text }) => text).join('|')})s?`)

/**
 * The listed words in a text.
 *
 * @param text words with spaces between them, in any case
 * @param kind `names` or `prose`
 * @returns for each, its place in the text, and a message that says what to use instead
 */
export function findWords(text, kind) {
  // Right uses are blanked, not removed: the places of the other words stay.
  const checked = text.toLowerCase().replace(rightUses, (use) => ' '.repeat(use.length))
  return patterns
    .filter((entry) => entry.in === undefined || entry.in === kind)
    .flatMap(({ pattern, use }) =>
      [...checked.matchAll(pattern)].map(({ 0: found, index }) => ({
        word: found,
        index,
        message: `"${found}" is not a word of this code. Use instead: ${use}.`,
      })),
    )
}
