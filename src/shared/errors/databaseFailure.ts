import { Refusal } from './Refusal.ts'

interface ErrorFields {
  code?: string | undefined
  message?: string
  cause?: unknown
}

/** SQLSTATEs of a statement timeout and of an idle transaction timeout. */
const timeoutCodes = /^(57014|25P03)$/

/** SQLSTATEs of a lost or refused connection, a stopping server, and too many connections. */
const awayCodes = /^(08...|57P0\d|53300)$/

/** Codes of Node for a host that cannot be reached. */
const networkCodes =
  /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$/

/** What `pg` says about a connection; these errors have no code. */
const awayMessages =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Client was closed and is not queryable|Query read timeout)|is not currently accepting connections/

/** SQLSTATE of a full disk, and Node's codes of a full disk and a reached disk quota. */
const fullCodes = /^(53100|ENOSPC|EDQUOT)$/

/** No place for a write: neither in the database nor for a file. */
const storageFull = (): Refusal =>
  new Refusal(507, 'storage_full', 'There is no room for more data. Nothing was changed.')

export const databaseUnavailable = (): Refusal =>
  new Refusal(503, 'database_unavailable', 'The database does not answer. Try again soon.', {
    'Retry-After': '1',
  })

const tooSlow = () => {
  const detail = 'The database took too long for this. Ask for less, or try again later.'
  return new Refusal(503, 'too_slow', detail, { 'Retry-After': '5' })
}

function judge({ code = '', message = '' }: ErrorFields): Refusal | undefined {
  if (timeoutCodes.test(code)) return tooSlow()
  if (fullCodes.test(code)) return storageFull()
  const isAway = awayCodes.test(code) || networkCodes.test(code) || awayMessages.test(message)
  return isAway ? databaseUnavailable() : undefined
}

/** Drizzle and Payload wrap an error of the database once each. */
const maxDepth = 3

/**
 * The refusal for a failure of the database itself: it is away, took too long, or its disk is full.
 * Undefined for all other errors.
 */
export function databaseFailure(error: unknown): Refusal | undefined {
  let current = error as ErrorFields | null | undefined
  for (let depth = 0; current && depth < maxDepth; depth += 1) {
    const refusal = judge(current)
    if (refusal) return refusal
    current = current.cause as ErrorFields | undefined
  }
  return undefined
}
