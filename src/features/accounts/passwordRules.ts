import { dictionary } from '@zxcvbn-ts/language-common'

const common = new Set(dictionary['passwords-common'])

/** The shortest password that is taken. */
const minimumPasswordLength = 8

/** The longest: hashing is made slow on purpose, and must not be made slower by the caller. */
export const maximumPasswordLength = 128

/**
 * Why a password is too easy to guess, every reason at once; empty for a good one.
 *
 * @param own the user's own name and address, which are the first things tried; before validation
 *   they may be anything
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
