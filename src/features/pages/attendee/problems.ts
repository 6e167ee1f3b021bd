import type { ValidationError } from 'payload'

import type { MessageKey } from './messages/en.ts'
import type { Translate } from './messages/translate.ts'

/** The sentences next to the fields of a form, by the name of the field. */
export type Problems = Record<string, string>

/** The problems whose sentence has no number. */
type PlainKey = Exclude<
  Extract<MessageKey, `problem.${string}`>,
  | 'problem.tooLong'
  | 'problem.min'
  | 'problem.max'
  | 'problem.passwordShort'
  | 'problem.passwordLong'
>

/**
 * The sentences of v1 for wrong values, and the messages that say the same. The rules have one home each, and
 * speak English.
 */
const plain: [RegExp, PlainKey | 'refusal.hold_expired'][] = [
  [/^This field (is required|may not be blank|may not be null)\.$/, 'problem.required'],
  [/^Not a valid string\.$/, 'problem.required'],
  [/is not a valid choice\.$|^This field has an invalid selection\.$/, 'problem.choice'],
  [/^A valid integer is required\.$/, 'problem.number'],
  [/^Null characters are not allowed\.$/, 'problem.null'],
  [/^Enter a valid email address\.$/, 'problem.email'],
  [/^A user with that (email|username) already exists\.$/, 'problem.emailTaken'],
  [/^No mail can reach this address$/, 'problem.emailReserved'],
  [/^This password is too common\.$/, 'problem.passwordCommon'],
  [/^This password is entirely numeric\.$/, 'problem.passwordNumeric'],
  [/^The password is too similar to the username\.$/, 'problem.passwordName'],
  [/^Password fields did not match\.$/, 'problem.passwordsDiffer'],
  [/^This is not your password\.$/, 'problem.passwordWrong'],
  [/^This is not a time zone/, 'problem.timezone'],
  // The id of a hold stands in a hidden field.
  [/^Invalid UUID$/, 'refusal.hold_expired'],
]

/** The same for sentences with a number. */
const numbered: [RegExp, (number: number, text: Translate) => string][] = [
  [/no more than (\d+) characters\.$/, (max, text) => text('problem.tooLong', { max })],
  [/max length of (\d+) characters\.$/, (max, text) => text('problem.tooLong', { max })],
  [/greater than or equal to (\d+)\.$/, (min, text) => text('problem.min', { min })],
  [/less than or equal to (\d+)\.$/, (max, text) => text('problem.max', { max })],
  [/have at least (\d+) characters\.$/, (min, text) => text('problem.passwordShort', { min })],
  [/have at most (\d+) characters\.$/, (max, text) => text('problem.passwordLong', { max })],
]

/** A sentence of v1 in the reader's language. A sentence that is not known stays English. */
function translateProblem(sentence: string, text: Translate): string {
  const [, key] = plain.find(([pattern]) => pattern.test(sentence)) ?? []
  if (key) return text(key)
  for (const [pattern, message] of numbered) {
    const found = pattern.exec(sentence)
    if (found) return message(Number(found[1]), text)
  }
  return sentence
}

/**
 * The sentences of an error, the first for each field.
 *
 * @param fields the name of the form's field for a path of the error, when it is another
 */
export function problemsOf(
  error: ValidationError,
  text: Translate,
  fields: Record<string, string> = {},
): Problems {
  const problems: Problems = {}
  for (const { path, message } of error.data.errors) {
    problems[fields[path] ?? path] ??= translateProblem(message, text)
  }
  return problems
}
