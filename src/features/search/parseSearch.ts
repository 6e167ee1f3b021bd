/** Words or a phrase that somebody typed. */
export interface SearchTerm {
  text: string
  /** In quotation marks: the words stand next to each other, as they are. */
  isPhrase: boolean
  /** After a minus: no event with it is found. */
  isExcluded: boolean
}

/** Terms that an event must all match; it must match one of several such lists. */
export type ParsedSearch = SearchTerm[][]

/** Terms of one search. More of them find nothing better, and each costs a look into the index. */
const maxTerms = 30

const term = /(-?)"([^"]*)"?|(\S+)/gu

function termOf([, minus, phrase, word]: RegExpMatchArray): SearchTerm {
  if (word === undefined) return { text: phrase!, isPhrase: true, isExcluded: minus === '-' }
  const isExcluded = /^-./u.test(word)
  return { text: isExcluded ? word.slice(1) : word, isPhrase: false, isExcluded }
}

/**
 * What somebody looks for. The syntax is that of web searches: `"a phrase"`, `-without`, `this or that`.
 *
 * @param text of any length and content; nothing in it is an error
 */
export function parseSearch(text: string): ParsedSearch {
  const alternatives: ParsedSearch = [[]]
  const found = [...text.matchAll(term)].slice(0, maxTerms)
  for (const [index, match] of found.entries()) {
    const isBetween = index > 0 && index < found.length - 1
    if (isBetween && match[3]?.toLowerCase() === 'or') alternatives.push([])
    else alternatives.at(-1)!.push(termOf(match))
  }
  return alternatives.filter(({ length }) => length > 0)
}
