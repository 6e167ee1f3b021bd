import { z } from 'zod'

import { isLongerThan } from '../../../shared/characters.ts'
import { singleLineText } from '../../../shared/typedText.ts'

/**
 * Signs of a broken text: a null character and half a character, which PostgreSQL cannot store, and the
 * character that stands for one that could not be read.
 */
const broken = /[\0\p{Cs}\uFFFD]/u

const names: Record<string, string> = {
  '\0': 'a null character (U+0000)',
  '\uFFFD': 'a character that was lost (U+FFFD): the text was read in a wrong encoding',
}

function checkCharacters(text: string, context: z.RefinementCtx): void {
  const found = broken.exec(text)?.[0]
  if (found === undefined) return
  const message = `has ${names[found] ?? 'half a character (a lone surrogate)'}`
  context.addIssue({ code: 'custom', message })
}

/** A text of a source on one line, as the platform stores it. */
export const line = (error: string) =>
  z
    .string(error)
    .superRefine(checkCharacters)
    .transform((text) => singleLineText(text).trim())

/** A text on one line, with at most `maximum` characters. */
export const lineUpTo = (maximum: number) =>
  line('is missing').refine(
    (text) => !isLongerThan(text, maximum),
    `is longer than ${maximum} characters`,
  )
