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

/** @throws {Refusal} 400 when the `Host` header holds no host */
function urlOf({ origin, url }: Address): URL {
  if (!URL.canParse(origin))
    throw new Refusal(400, 'bad_request', 'The Host header cannot be read.')
  return new URL(url, origin)
}

/**
 * The absolute URLs of the next and the previous page, with the caller's own filters.
 *
 * @throws {Refusal} 400 when the `Host` header holds no host
 */
export function pageLinks(address: Address, { page, hasNext }: Position) {
  const url = urlOf(address)
  const linkTo = (number: number) => {
    url.searchParams.set('page', String(number))
    return url.href
  }
  return {
    next: hasNext ? linkTo(page + 1) : null,
    previous: page > 1 ? linkTo(page - 1) : null,
  }
}

/**
 * The absolute URL of the page after a cursor, with the caller's own filters.
 *
 * @throws {Refusal} 400 when the `Host` header holds no host
 */
export function cursorLink(address: Address, cursor: string): string {
  const url = urlOf(address)
  url.searchParams.set('cursor', cursor)
  url.searchParams.delete('page')
  return url.href
}
