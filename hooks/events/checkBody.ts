import { type CollectionBeforeOperationHook, ValidationError } from 'payload'

import { isRichText } from '../../src/domain/richText.ts'

/** The editor reads a rich text before Payload validates it, and fails on what it did not build. */
export const checkBody: CollectionBeforeOperationHook<'events'> = ({ args, req }) => {
  const { data } = args as { data?: { body?: unknown } }
  const body = data?.body
  if (body === undefined || body === null || isRichText(body)) return args
  const errors = [{ path: 'body', message: 'This is not a document of the rich text editor.' }]
  throw new ValidationError({ collection: 'events', errors, req }, req.t)
}
