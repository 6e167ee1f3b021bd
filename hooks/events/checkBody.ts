import { type CollectionBeforeOperationHook, ValidationError } from 'payload'

import { cleanRichText, RichTextError } from '../../src/features/events/richText.ts'

/**
 * Leaves in a rich text what the editor makes, before Payload reads it: the editor's code fails on what
 * it did not build, and apps show what is stored.
 */
export const checkBody: CollectionBeforeOperationHook<'events'> = ({ args, req }) => {
  const { data } = args as { data?: { body?: unknown } }
  if (data?.body === undefined || data.body === null) return args
  try {
    return { ...args, data: { ...data, body: cleanRichText(data.body) } }
  } catch (error) {
    if (!(error instanceof RichTextError)) throw error
    const errors = [{ path: 'body', message: error.message }]
    throw new ValidationError({ collection: 'events', errors, req }, req.t)
  }
}
