import type { Request } from 'express'

import { Refusal } from '../../errors/Refusal.ts'

interface Position {
  page: number
  hasNext: boolean
  /** Where clients reach this server; as they called it, when there is none. */
  publicUrl: string | undefined
}

/**
 * The absolute URLs of the pages beside this one, with the caller's own filters.
 *
 * @throws {Refusal} 400 when the caller names a host that cannot be one
 */
export function pageLinks(http: Request, { page, hasNext, publicUrl }: Position) {
  const origin = publicUrl ?? `${http.protocol}://${http.get('host')}`
  if (!URL.canParse(origin))
    throw new Refusal(400, 'bad_request', 'The Host header cannot be read.')
  const linkTo = (number: number) => {
    const url = new URL(http.originalUrl, origin)
    url.searchParams.set('page', String(number))
    return url.href
  }
  return {
    next: hasNext ? linkTo(page + 1) : null,
    previous: page > 1 ? linkTo(page - 1) : null,
  }
}
