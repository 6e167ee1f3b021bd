import type { CollectionBeforeOperationHook } from 'payload'

import { cleanRichText, RichTextError } from '../../src/features/events/richText.ts'
import { fieldErrors } from '../../src/shared/errors/fieldErrors.ts'

/**
 * Removes everything from a rich text that the editor cannot produce, before Payload reads it. The
 * editor's code fails on other content, and apps show the stored text.
 */
export const checkBody: CollectionBeforeOperationHook<'events'> = ({ args, req }) => {
  const { data } = args as { data?: { body?: unknown } }
  if (data?.body === undefined || data.body === null) return args
  try {
    return { ...args, data: { ...data, body: cleanRichText(data.body) } }
  } catch (error) {
    if (!(error instanceof RichTextError)) throw error
    throw fieldErrors(req, 'events', [{ path: 'body', message: error.message }])
  }
}
