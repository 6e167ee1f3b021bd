import { APIError } from 'payload'

/**
 * A request that a rule refuses. Payload's surfaces show it like Payload's own errors (status, message,
 * `data.code`); v1 shows `{ detail, code }`.
 */
export class Refusal extends APIError<{ code: string }> {
  readonly code: string
  readonly headers: Record<string, string>

  constructor(status: number, code: string, detail: string, headers: Record<string, string> = {}) {
    // A refusal is no fault, and nobody reads its stack. Taking it cost 9 % of a refused claim.
    const { stackTraceLimit } = Error
    Error.stackTraceLimit = 0
    // Without `data` Payload drops the error's name, and with `isPublic` false its message.
    super(detail, status, { code }, true)
    Error.stackTraceLimit = stackTraceLimit
    this.code = code
    this.headers = headers
  }
}

/** The caller must sign in first, or the token is not valid (RFC 6750, 3). */
export const unauthenticated = (
  detail = 'Authentication credentials were not provided.',
): Refusal => new Refusal(401, 'not_authenticated', detail, { 'WWW-Authenticate': 'Bearer' })

export const forbidden = (): Refusal =>
  new Refusal(403, 'permission_denied', 'You do not have permission to perform this action.')

export const unreadableUrl = (): Refusal =>
  new Refusal(400, 'bad_request', 'The URL cannot be read.')

export const notFound = (): Refusal => new Refusal(404, 'not_found', 'Not found.')
