import { dictionary } from '@zxcvbn-ts/language-common'

import { characterCount, isLongerThan } from '../../shared/characters.ts'
import { passwordText } from './passwords/passwordText.ts'

const common = new Set(dictionary['passwords-common'])

/** The minimum length of a password. */
const minimumPasswordLength = 8

/** The maximum length. Hashing is slow on purpose; a longer password would make it even slower. */
export const maximumPasswordLength = 128

/**
 * All reasons why a password is easy to guess; empty for a good password.
 *
 * @param own the user's own name and address, which attackers try first; before validation they can be
 *   values of any type
 */
export function passwordProblems(password: string, own: unknown[]): string[] {
  const text = passwordText(password)
  const lower = text.toLowerCase()
  const names = own
    .filter((name): name is string => typeof name === 'string')
    .flatMap((name) => [name, name.split('@')[0]!])
    .filter((name) => name.length >= 3)
  const problems: string[] = []
  if (characterCount(text) < minimumPasswordLength) {
    problems.push(
      `This password is too short. It must have at least ${minimumPasswordLength} characters.`,
    )
  }
  if (isLongerThan(text, maximumPasswordLength)) {
    problems.push(
      `This password is too long. It may have at most ${maximumPasswordLength} characters.`,
    )
  }
  if (common.has(lower)) problems.push('This password is too common.')
  if (/^\d+$/.test(text)) problems.push('This password is entirely numeric.')
  if (names.some((name) => lower === passwordText(name).toLowerCase())) {
    problems.push('The password is too similar to the username.')
  }
  return problems
}
