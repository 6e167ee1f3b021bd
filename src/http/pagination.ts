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
  /** How much of this page the client has, if its rest comes next. */
  skip?: number
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
export function pageLinks(address: Address, { page, hasNext, skip }: Position) {
  const url = urlOf(address)
  const linkTo = (number: number) => {
    url.searchParams.set('page', String(number))
    url.searchParams.delete('skip')
    return url.href
  }
  const linkToRest = (count: number) => {
    const rest = new URL(linkTo(page))
    rest.searchParams.set('skip', String(count))
    return rest.href
  }
  const following = hasNext ? linkTo(page + 1) : null
  return {
    next: skip === undefined ? following : linkToRest(skip),
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
