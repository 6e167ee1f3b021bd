import { describe, expect, it } from '@jest/globals'

import { highlight, highlightExcerpt } from '../../src/features/search/highlight.ts'
import { editDistance, isMeant } from '../../src/features/search/editDistance.ts'
import { parseSearch } from '../../src/features/search/parseSearch.ts'

const marked = (beginnings: string[], words: string[] = []) => ({ beginnings, words })

describe('highlight', () => {
  it.each([
    ['Robot Camp', ['camp'], 'Robot <mark>Camp</mark>'],
    ['Acampamento de Robótica', ['robo'], 'Acampamento de <mark>Robótica</mark>'],
    ['Łódź & Straße', ['lodz', 'strasse'], '<mark>Łódź</mark> &amp; <mark>Straße</mark>'],
    ['<b>Camp</b>', ['camp'], '&lt;b&gt;<mark>Camp</mark>&lt;/b&gt;'],
    ['"x" \'mark\'', ['mark'], '&quot;x&quot; &#39;<mark>mark</mark>&#39;'],
    ['機器人世界大會', ['世界'], '機器人<mark>世界</mark>大會'],
    ['機器人世界大會', ['機器', '器人'], '<mark>機器人</mark>世界大會'],
    ['a cat', ['a'], '<mark>a</mark> cat'],
    ['nothing here', ['else'], 'nothing here'],
  ])('%s, %s', (text, beginnings, expected) => {
    expect(highlight(text, marked(beginnings))).toBe(expected)
  })

  it('marks the word that was meant', () => {
    expect(highlight('A hackathon', marked(['hackaton'], ['hackathon']))).toBe(
      'A <mark>hackathon</mark>',
    )
  })

  it('shows the part of a long text around the first match', () => {
    const text = `${'word '.repeat(500)}needle${' more'.repeat(500)}`
    const part = highlightExcerpt(text, marked(['needle']))

    expect(part).toContain('<mark>needle</mark>')
    expect(part).toMatch(/^…word .*more…$/)
    expect(part.length).toBeLessThan(300)
  })

  it('shows the beginning of a long text without a match', () => {
    expect(highlightExcerpt('word '.repeat(500), marked(['needle']))).toMatch(/^word .*word…$/)
  })
})

describe('editDistance', () => {
  it.each([
    ['robot', 'robot', 0],
    ['robot', 'robto', 1],
    ['robot', 'rbot', 1],
    ['robot', 'robott', 1],
    ['robot', 'rabot', 1],
    ['', 'abc', 3],
    ['kitten', 'sitting', 3],
    ['ab', 'ba', 1],
    ['🤖a', 'a🤖', 1],
  ])('%s and %s: %i', (one, other, distance) => {
    expect([editDistance(one, other), editDistance(other, one)]).toEqual([distance, distance])
  })
})

describe('isMeant', () => {
  it.each([
    ['hackaton', 'hackathon', true],
    ['hackat', 'hackathon', true],
    ['hcaka', 'hackathon', true],
    ['cat', 'car', false],
    ['form', 'forum', true],
    ['form', 'storm', false],
    ['robot', 'rabbit', false],
  ])('%s for %s: %s', (typed, word, expected) => {
    expect(isMeant(typed, word)).toBe(expected)
  })
})

describe('parseSearch', () => {
  const word = (text: string) => ({ text, isPhrase: false, isExcluded: false })
  it.each([
    ['robot camp', [[word('robot'), word('camp')]]],
    ['"robot camp"', [[{ text: 'robot camp', isPhrase: true, isExcluded: false }]]],
    ['-"robot camp" x', [[{ text: 'robot camp', isPhrase: true, isExcluded: true }, word('x')]]],
    ['a or b c', [[word('a')], [word('b'), word('c')]]],
    ['or', [[word('or')]]],
    ['-camp', [[{ text: 'camp', isPhrase: false, isExcluded: true }]]],
    ['mini-sumo', [[word('mini-sumo')]]],
    ['"open', [[{ text: 'open', isPhrase: true, isExcluded: false }]]],
    ['  ', []],
  ])('%s', (text, expected) => {
    expect(parseSearch(text)).toEqual(expected)
  })

  it('reads no more than thirty terms', () => {
    expect(parseSearch('x '.repeat(500)).flat()).toHaveLength(30)
  })
})
