import type { CollectionBeforeOperationHook } from 'payload'

import { singleLineText, multiLineText } from '../src/shared/typedText.ts'

interface TextFields {
  /** Names of fields with one line of text. */
  oneLine: string[]
  /** Names of fields that can have several lines. */
  lines?: string[]
}

/** Removes invisible characters from texts before all checks, so that lists, emails and logs show all of a text. */
export function normalizeText(fields: TextFields): CollectionBeforeOperationHook {
  const normalizers = [
    ...fields.oneLine.map((name) => [name, singleLineText] as const),
    ...(fields.lines ?? []).map((name) => [name, multiLineText] as const),
  ]
  return ({ args }) => {
    const { data } = args as { data?: Record<string, unknown> }
    if (!data) return args
    const normalized: Record<string, string> = {}
    for (const [name, normalize] of normalizers) {
      const text = data[name]
      if (typeof text === 'string') normalized[name] = normalize(text)
    }
    return { ...args, data: { ...data, ...normalized } }
  }
}
