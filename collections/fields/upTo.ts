import type { Validate } from 'payload'

import { isLongerThan } from '../../src/shared/characters.ts'

interface Options {
  required?: boolean
}

/**
 * The bound of a text field, in characters, with Payload's other checks of a text. Payload itself counts
 * UTF-16 code units, and refuses a title of 200 emoji.
 */
export const upTo = (maxLength: number) => ({
  maxLength,
  validate: ((value, { req: { t }, required }) => {
    if (value === undefined || value === null || value === '') {
      return !required || t('validation:required')
    }
    if (typeof value !== 'string') return 'This must be text.'
    if (!isLongerThan(value, maxLength)) return true
    return t('validation:shorterThanMax', { label: t('general:value'), maxLength })
  }) satisfies Validate<string, unknown, unknown, Options>,
})
