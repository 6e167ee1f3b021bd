import type { Request } from 'express'

import { readEnv } from '../../config/env.ts'

/** Where clients reach this server: as configured, else as they called it. */
const originOf = (http: Request) => readEnv().PUBLIC_URL ?? `${http.protocol}://${http.get('host')}`

/** The absolute URLs of the pages beside this one, with the caller's own filters. */
export function pageLinks(http: Request, page: number, hasNext: boolean) {
  const linkTo = (number: number) => {
    const url = new URL(http.originalUrl, originOf(http))
    url.searchParams.set('page', String(number))
    return url.href
  }
  return {
    next: hasNext ? linkTo(page + 1) : null,
    previous: page > 1 ? linkTo(page - 1) : null,
  }
}
