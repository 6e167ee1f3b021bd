import type { IncomingMessage } from 'node:http'
import type { Endpoint, SanitizedConfig } from 'payload'

import { requestContextOf } from '../../shared/requestContext.ts'
import { pathOf } from '../requestPath.ts'

/** The name of all paths without a route. Clients can make up any number of them. */
const unmatched = 'unmatched'

/** All files of a folder have the name of the folder. */
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

/** Payload's routes by their first segment. Routes of no collection stand under ''. */
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

/** The path of the Express route that has served a request. */
const expressRoute = (req: IncomingMessage) => {
  const path = (req as { route?: { path?: unknown } }).route?.path
  return typeof path === 'string' && !path.includes('*') ? path : undefined
}

const requestPathOf = (req: IncomingMessage) =>
  // A router of Express removes its own prefix from `url`.
  pathOf((req as { originalUrl?: string }).originalUrl ?? req.url ?? '')

export interface RouteNames {
  /** The URL's path as the client sent it. */
  pathOf: (req: IncomingMessage) => string
  /** The route of a request, such as `/api/v1/events/{id}/`. Their number is small. */
  routeOf: (req: IncomingMessage) => string
}

/** Names the routes of requests: by the request context, else by the tables of Express and Payload. */
export function routeNames(config: SanitizedConfig): RouteNames {
  const routes = payloadRoutes(config)
  const payloadRoute = (path: string, method: string) => {
    const [, api, ...segments] = path.split('/')
    if (api !== 'api') return undefined
    const wantedMethod = method === 'HEAD' ? 'GET' : method
    const own = routes.get(segments[0] ?? '')
    const rest = own ? segments.slice(1) : segments
    const candidates = own ?? routes.get('')!
    return candidates.find((one) => one.method === wantedMethod && fits(one.segments, rest))?.name
  }
  return {
    pathOf: requestPathOf,
    routeOf: (req) => {
      const { route } = requestContextOf(req)
      if (route !== undefined) return route.slice(route.indexOf('/'))
      const path = requestPathOf(req)
      return (
        expressRoute(req) ??
        payloadRoute(path, req.method!) ??
        folders.find((folder) => path === folder || path.startsWith(`${folder}/`)) ??
        unmatched
      )
    },
  }
}
