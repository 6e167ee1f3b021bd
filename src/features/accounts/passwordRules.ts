import { dictionary } from '@zxcvbn-ts/language-common'

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
  const lower = password.toLowerCase()
  const names = own
    .filter((name): name is string => typeof name === 'string')
    .flatMap((name) => [name, name.split('@')[0]!])
    .filter((name) => name.length >= 3)
  const problems: string[] = []
  if (password.length < minimumPasswordLength) {
    problems.push(
      `This password is too short. It must have at least ${minimumPasswordLength} characters.`,
    )
  }
  if (password.length > maximumPasswordLength) {
    problems.push(
      `This password is too long. It may have at most ${maximumPasswordLength} characters.`,
    )
  }
  if (common.has(lower)) problems.push('This password is too common.')
  if (/^\d+$/.test(password)) problems.push('This password is entirely numeric.')
  if (names.some((name) => lower === name.toLowerCase())) {
    problems.push('The password is too similar to the username.')
  }
  return problems
}
