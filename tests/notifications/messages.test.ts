import { describe, expect, it } from '@jest/globals'
import { IntlMessageFormat } from 'intl-messageformat'

import { type Language, languages } from '../../src/shared/languages.ts'
import { catalogues as ofEmails } from '../../src/features/notifications/email/messages/translate.ts'
import { catalogues as ofAttendees } from '../../src/features/pages/attendee/messages/translate.ts'
import { catalogues as ofPages } from '../../src/features/pages/messages/translate.ts'

type Arguments = Map<string, 'text' | 'number'>

const formatOf = (message: string, language: Language) =>
  new IntlMessageFormat(message, language, undefined, { ignoreTag: true })

/** The names of a message's arguments, and which of them are counted. */
function argumentsOf(message: string): Arguments {
  const names: Arguments = new Map()
  const collect = (elements: ReturnType<IntlMessageFormat['getAst']>) => {
    for (const element of elements) {
      // Of what stands in braces: 1 is a text, 2 a number, 6 a plural. 0 and 7 are what is between.
      const kind = element.type as number
      if (!('value' in element) || kind === 0) continue
      names.set(element.value, kind === 1 ? 'text' : 'number')
      if ('options' in element)
        Object.values(element.options).forEach(({ value }) => collect(value))
    }
  }
  collect(formatOf(message, 'en').getAst())
  return names
}

/** A value for each argument that no message says of itself. */
const valuesFor = (names: Arguments, count: number) =>
  Object.fromEntries(
    [...names].map(([name, kind], index) => [
      name,
      kind === 'number' ? count + index : `«${name} {0} <b>»`,
    ]),
  )

it('the arguments of a message are found', () => {
  expect([...argumentsOf('{a}: {n, plural, one {# {b}} other {{m, number}}}')]).toEqual([
    ['a', 'text'],
    ['n', 'number'],
    ['b', 'text'],
    ['m', 'number'],
  ])
})

type Catalogues = Record<Language, Record<string, string>>

describe.each<[string, Catalogues]>([
  ['emails', ofEmails],
  ['pages', ofPages],
  ['pages of a person', ofAttendees],
])('the words of %s', (_name, catalogues) => {
  const english = catalogues.en

  it.each(languages)('%s has the messages that English has, each with words in it', (language) => {
    expect(Object.keys(catalogues[language]).sort()).toEqual(Object.keys(english).sort())
    expect(Object.values(catalogues[language]).filter((message) => message.trim() === '')).toEqual(
      [],
    )
  })

  it.each(languages)('%s takes in each message what English takes', (language) => {
    const taken = (messages: Record<string, string>) =>
      Object.fromEntries(
        Object.entries(messages).map(([key, message]) => [key, [...argumentsOf(message)].sort()]),
      )

    expect(taken(catalogues[language])).toEqual(taken(english))
  })

  it.each(languages)('%s leaves nothing out, whatever the number', (language) => {
    for (const [key, message] of Object.entries(catalogues[language])) {
      for (const count of [2, 5, 11, 21, 102]) {
        const values = valuesFor(argumentsOf(english[key]!), count)
        const said = String(formatOf(message, language).format(values))

        const missing = Object.values(values).filter((value) => !said.includes(String(value)))
        expect({ key, missing }).toEqual({ key, missing: [] })
      }
    }
  })

  it.each(languages)('%s has words for none and for one', (language) => {
    for (const [key, message] of Object.entries(catalogues[language])) {
      for (const count of [0, 1]) {
        const values = valuesFor(argumentsOf(english[key]!), count)
        const said = String(formatOf(message, language).format(values))

        expect({ key, said }).toEqual({ key, said: expect.stringMatching(/\p{L}|–|至|：|:/u) })
        expect({ key, said }).toEqual({ key, said: expect.not.stringMatching(/#|plural/) })
      }
    }
  })
})

it.each([
  ['en', 'Your place is confirmed: X', 'Your 3 places are confirmed: X'],
  ['de', 'Dein Platz ist bestätigt: X', 'Deine 3 Plätze sind bestätigt: X'],
  ['es', 'Tu plaza está confirmada: X', 'Tus 3 plazas están confirmadas: X'],
  ['zh', '您的名额已确认：X', '您的 3 个名额已确认：X'],
] as const)('%s counts as people do', (language, one, three) => {
  const format = formatOf(ofEmails[language]['registrationConfirmed.subject'], language)

  expect(format.format({ seats: 1, title: 'X' })).toBe(one)
  expect(format.format({ seats: 3, title: 'X' })).toBe(three)
})
