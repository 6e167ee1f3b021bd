import { APIError } from 'payload'

import { databaseFailure } from './databaseFailure.ts'
import { Refusal } from './Refusal.ts'

/** Messages of the form parser and of Payload for a form that they cannot read. They have no status. */
const badForm =
  /^(Malformed|Missing Content-Type|Multipart: |Request is not eligible|Unexpected end of f|Unsupported content type|Upload timeout)/

interface ErrorFields {
  name?: string
  message?: string
  status?: number
  code?: string
  cause?: { code?: string }
  originalError?: unknown
  $metadata?: unknown
}

/** The error itself: GraphQL wraps it. */
const unwrapped = (error: unknown): ErrorFields =>
  (error as ErrorFields | null)?.originalError ?? error ?? {}

const badRequest = (detail: string) => new Refusal(400, 'bad_request', detail)

/**
 * The refusal for an error of a library that a client should see: the database cannot read a value, the
 * parser finds no JSON, the file storage cannot be reached. Undefined for Payload's own errors, which
 * clients can read already, and for bugs.
 */
export function toRefusal(error: unknown): Refusal | undefined {
  const { name, message = '', status = 500, code, cause, $metadata } = unwrapped(error)
  if (unwrapped(error) instanceof APIError && status < 500) return undefined
  // The file storage has errors of the network too.
  const failure = $metadata ? undefined : databaseFailure(unwrapped(error))
  if (failure) return failure
  if (status < 500) return new Refusal(status, 'bad_request', message)
  // SQLSTATE class 22: the statement is right and a value in it is not.
  if (/^22...$/.test(code ?? cause?.code ?? '')) {
    return badRequest('A value in the request is not of the kind that its field holds.')
  }
  // Class 54: a value is larger than the database or an index of it can hold.
  if (/^54...$/.test(code ?? cause?.code ?? '')) {
    return badRequest('A value in the request is too large.')
  }
  if ((code ?? cause?.code) === '23503') {
    return new Refusal(
      409,
      'reference_gone',
      'Something that this refers to is not there any more.',
    )
  }
  if (name === 'SyntaxError') return badRequest('The request holds JSON that cannot be read.')
  if (name === 'AbortError') return badRequest('The request was aborted.')
  if (badForm.test(message)) return badRequest(`The form cannot be read: ${message}.`)
  if ($metadata) {
    return new Refusal(
      503,
      'storage_unavailable',
      'The file storage does not take or give files at the moment. Nothing was changed.',
    )
  }
  return undefined
}

/** Whether the client caused the error: then an operator can do nothing about it. */
export function isClientFault(error: unknown): boolean {
  const status = toRefusal(error)?.status ?? unwrapped(error).status ?? 500
  return status < 500
}
