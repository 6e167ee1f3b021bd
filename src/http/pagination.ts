import { Refusal } from '../shared/errors/Refusal.ts'

/** The URL of a request. */
export interface Address {
  /** Scheme and host by which clients reach this server. */
  origin: string
  /** Path and query. */
  url: string
}

interface Position {
  page: number
  hasNext: boolean
}

/**
 * The absolute URLs of the next and the previous page, with the caller's own filters.
 *
 * @throws {Refusal} 400 when the `Host` header holds no host
 */
export function pageLinks({ origin, url: requestUrl }: Address, { page, hasNext }: Position) {
  if (!URL.canParse(origin))
    throw new Refusal(400, 'bad_request', 'The Host header cannot be read.')
  const linkTo = (number: number) => {
    const url = new URL(requestUrl, origin)
    url.searchParams.set('page', String(number))
    return url.href
  }
  return {
    next: hasNext ? linkTo(page + 1) : null,
    previous: page > 1 ? linkTo(page - 1) : null,
  }
}
