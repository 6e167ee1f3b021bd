import { APIError } from 'payload'

import { Refusal } from './Refusal.ts'

/** What the reader of forms and Payload around it say of a form they cannot read, with no status. */
const badForm =
  /^(Malformed|Missing Content-Type|Multipart: |Request is not eligible|Unexpected end of f|Unsupported content type|Upload timeout)/

interface Clues {
  name?: string
  message?: string
  status?: number
  code?: string
  cause?: { code?: string }
  originalError?: unknown
  $metadata?: unknown
}

/** The error itself, out of the wrapping that GraphQL gives it. */
const unwrapped = (error: unknown): Clues => (error as Clues | null)?.originalError ?? error ?? {}

/** What PostgreSQL gave up: a statement that took too long, or a transaction that had gone to sleep. */
const givenUp = new Set(['57014', '25P03'])

/** The refusal of what the database has taken too long for; nothing of it was done. */
export function statementTimeout(error: unknown): Refusal | undefined {
  const { code, cause } = unwrapped(error)
  if (!givenUp.has(code ?? cause?.code ?? '')) return undefined
  const detail = 'The database took too long for this. Ask for less, or try again later.'
  return new Refusal(503, 'too_slow', detail, { 'Retry-After': '5' })
}

/** What a disk says, or the share of it that this server may use, when no more fits on it. */
const isFull = new Set(['ENOSPC', 'EDQUOT'])

const badRequest = (detail: string) => new Refusal(400, 'bad_request', detail)

/**
 * What an error means to the client when it was made for nobody: the database that cannot read a
 * value, the parser that meets no JSON, the file storage that is away. Nothing for errors that
 * already say it, and for those that are bugs.
 */
export function toRefusal(error: unknown): Refusal | undefined {
  const { name, message = '', status = 500, code, cause, $metadata } = unwrapped(error)
  if (error instanceof APIError && status < 500) return undefined
  const slow = statementTimeout(error)
  if (slow) return slow
  if (status < 500) return new Refusal(status, 'bad_request', message)
  // SQLSTATE class 22: the statement is right and a value in it is not.
  if (/^22...$/.test(code ?? cause?.code ?? '')) {
    return badRequest('A value in the request is not of the kind that its field holds.')
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
  if (isFull.has(code ?? '')) {
    return new Refusal(507, 'storage_full', 'There is no room for more files. Nothing was changed.')
  }
  if ($metadata) {
    return new Refusal(
      503,
      'storage_unavailable',
      'The file storage does not take or give files at the moment. Nothing was changed.',
    )
  }
  return undefined
}

/** Whether an error tells of a mistake of the client, which nobody here can do anything about. */
export function isClientFault(error: unknown): boolean {
  const status = toRefusal(error)?.status ?? unwrapped(error).status ?? 500
  return status < 500
}
