import type { CollectionBeforeOperationHook } from 'payload'

import { singleLineText, multiLineText } from '../src/shared/typedText.ts'

interface TextFields {
  /** Names of fields that are one line. */
  oneLine: string[]
  /** Names of those that keep their lines. */
  lines?: string[]
}

/**
 * Takes out of texts what cannot be seen in them, before anything looks at them: lists, mails and logs
 * then show what is there.
 */
export function normalizeText(fields: TextFields): CollectionBeforeOperationHook {
  const tidiers = [
    ...fields.oneLine.map((name) => [name, singleLineText] as const),
    ...(fields.lines ?? []).map((name) => [name, multiLineText] as const),
  ]
  return ({ args }) => {
    const { data } = args as { data?: Record<string, unknown> }
    if (!data) return args
    const tidied: Record<string, string> = {}
    for (const [name, tidy] of tidiers) {
      const text = data[name]
      if (typeof text === 'string') tidied[name] = tidy(text)
    }
    return { ...args, data: { ...data, ...tidied } }
  }
}
