import { isMeant } from './editDistance.ts'
import { spaceless } from './spaceless.ts'

/** What is marked in the texts of the events: words, and beginnings of words. */
export interface Marked {
  words: string[]
  beginnings: string[]
}

/** A part of a text, in UTF-16 code units. */
interface Range {
  start: number
  end: number
}

/** Code units of the part of a long text that is shown, on both sides of the first match. */
const context = 100

/** Words, as far as a search knows them: with their marks. */
const word = /[\p{L}\p{N}\p{M}]+/gu

/** Characters that no decomposition makes plain; as the function `searchable_text` of the database. */
const plainForms: Record<string, string> = {
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ħ: 'h',
  ŧ: 't',
  ı: 'i',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  þ: 'th',
  ς: 'σ',
}

/** A text as the search compares it: in lower case, without accents. */
const fold = (text: string) =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\u0300-\u036f]|[\u0591-\u05bd]|[\u05bf-\u05c7]|\u0640|[\u064b-\u065f]/g, '')
    .replace(/[łøđħŧıßæœþς]/g, (character) => plainForms[character]!)
    .normalize('NFC')

const isFound = (folded: string, { beginnings, words }: Marked) =>
  words.includes(folded) ||
  beginnings.some((one) => (one.length > 1 ? folded.startsWith(one) : folded === one))

/** The places in a word without spaces at which one of the beginnings stands. */
function insideOf(found: string, offset: number, { beginnings }: Marked): Range[] {
  const characters = Array.from(found)
  const ranges: Range[] = []
  let start = offset
  for (const [index, character] of characters.entries()) {
    const next = characters[index + 1] ?? ''
    const pair = fold(character + next)
    if (beginnings.some((one) => one === pair || one === fold(character))) {
      const isPair = beginnings.includes(pair)
      ranges.push({ start, end: start + character.length + (isPair ? next.length : 0) })
    }
    start += character.length
  }
  return ranges
}

function rangesOf(text: string, marked: Marked): Range[] {
  const ranges: Range[] = []
  for (const { 0: found, index } of text.matchAll(word)) {
    if (spaceless.test(found)) ranges.push(...insideOf(found, index, marked))
    else if (isFound(fold(found), marked)) ranges.push({ start: index, end: index + found.length })
  }
  const merged: Range[] = []
  for (const range of ranges) {
    const last = merged.at(-1)
    if (last && range.start <= last.end) last.end = Math.max(last.end, range.end)
    else merged.push({ ...range })
  }
  return merged
}

const escapes: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (character) => escapes[character]!)

function mark(text: string, ranges: Range[]): string {
  let marked = ''
  let done = 0
  for (const { start, end } of ranges) {
    marked += `${escapeHtml(text.slice(done, start))}<mark>${escapeHtml(text.slice(start, end))}</mark>`
    done = end
  }
  return marked + escapeHtml(text.slice(done))
}

/** The part of a long text around its first match, cut between words. */
function excerpt(text: string, [first]: Range[]): string {
  const from = Math.max(0, (first?.start ?? 0) - context)
  const to = Math.min(text.length, (first?.end ?? 0) + (from === 0 ? 2 * context : context))
  let part = text.slice(from, to).toWellFormed()
  if (from > 0) part = `…${part.replace(/^\S{0,30}\s/u, '')}`
  if (to < text.length) part = `${part.replace(/\s\S{0,30}$/u, '')}…`
  return part.replace(/\s+/g, ' ').trim()
}

/** The words of texts that somebody may have meant who typed others. */
export function meantIn(texts: string[], mistyped: string[]): string[] {
  if (mistyped.length === 0) return []
  const words = new Set(texts.flatMap((text) => text.match(word) ?? []).map(fold))
  return [...words].filter((each) => mistyped.some((typed) => isMeant(typed, each)))
}

/** Characters of a text that are looked at: a match further on is not shown. */
const maxLength = 60_000

/** A text as HTML, with `<mark>` around what was searched for. All else is escaped. */
export const highlight = (text: string, marked: Marked): string =>
  mark(text, rangesOf(text, marked))

/** The same for the part of a long text around the first match. */
export function highlightExcerpt(text: string, marked: Marked): string {
  const part = excerpt(text, rangesOf(text.slice(0, maxLength), marked))
  return highlight(part, marked)
}
