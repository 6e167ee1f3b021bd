import type { IncomingMessage } from 'node:http'
import type { Endpoint, SanitizedConfig } from 'payload'

import { requestContextOf } from '../../shared/requestContext.ts'

/** What no route answers: whatever clients make up has one name together. */
const unmatched = 'unmatched'

/** Folders whose files are not told apart. */
const folders = ['/_next', '/api/docs/assets', '/admin']

interface Pattern {
  method: string
  segments: string[]
  name: string
}

const isParameter = (segment: string) => segment.startsWith(':')

const patternOf = (under: string, { method, path }: Pick<Endpoint, 'method' | 'path'>): Pattern => {
  const segments = path.split('/').filter(Boolean)
  const named = segments.map((one) =>
    isParameter(one) ? `{${one.replace(/^:|[?*+]$/g, '')}}` : one,
  )
  return { method: method.toUpperCase(), segments, name: [under, ...named].join('/') }
}

const fits = (pattern: string[], segments: string[]) =>
  segments.every((segment, index) => {
    const wanted = pattern[index]
    return wanted !== undefined && (isParameter(wanted) || wanted === segment)
  }) && pattern.slice(segments.length).every((segment) => segment.endsWith('?'))

/** Payload's routes by their first segment; those of no collection under ''. */
function payloadRoutes({ collections, endpoints }: SanitizedConfig) {
  const routes = new Map<string, Pattern[]>()
  const add = (slug: string, under: string, some: Omit<Endpoint, 'root'>[] | false | undefined) =>
    routes.set(
      slug,
      (some || []).map((endpoint) => patternOf(under, endpoint)),
    )
  add('', '/api', endpoints)
  for (const { slug, endpoints: own } of collections) add(slug, `/api/${slug}`, own)
  return routes
}

/** What Express knows of a request that a route of its own has answered. */
const expressRoute = (req: IncomingMessage) => {
  const path = (req as { route?: { path?: unknown } }).route?.path
  return typeof path === 'string' && !path.includes('*') ? path : undefined
}

const pathOf = (req: IncomingMessage) => {
  // Express leaves the whole URL here where a router has taken its own part off.
  const url = (req as { originalUrl?: string }).originalUrl ?? req.url ?? ''
  const end = url.indexOf('?')
  return end < 0 ? url : url.slice(0, end)
}

export interface RouteNames {
  /** The URL's path as the client sent it. */
  pathOf: (req: IncomingMessage) => string
  /** The route that a request was for, such as `/api/v1/events/{id}/`; there are not many. */
  routeOf: (req: IncomingMessage) => string
}

/** Names routes: those that have not named themselves, by Express's and Payload's own tables. */
export function routeNames(config: SanitizedConfig): RouteNames {
  const routes = payloadRoutes(config)
  const payloadRoute = (path: string, method: string) => {
    const [, api, ...segments] = path.split('/')
    if (api !== 'api') return undefined
    const asked = method === 'HEAD' ? 'GET' : method
    const own = routes.get(segments[0] ?? '')
    const rest = own ? segments.slice(1) : segments
    const among = own ?? routes.get('')!
    return among.find((one) => one.method === asked && fits(one.segments, rest))?.name
  }
  return {
    pathOf,
    routeOf: (req) => {
      const { route } = requestContextOf(req)
      if (route !== undefined) return route.slice(route.indexOf('/'))
      const path = pathOf(req)
      return (
        expressRoute(req) ??
        payloadRoute(path, req.method!) ??
        folders.find((folder) => path === folder || path.startsWith(`${folder}/`)) ??
        unmatched
      )
    },
  }
}
