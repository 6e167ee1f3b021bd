import type { Payload } from 'payload'

import type { Env } from '../runtime/env/env.ts'
import type { Authenticate } from '../shared/principal.ts'
import { notFound } from '../shared/errors/Refusal.ts'
import { sendV1Error } from './errors/sendError.ts'
import type { RouteEntry, Serve } from './exchange.ts'
import { fromReplica } from './fromReplica.ts'
import { type FastPath, fastPath, type FastPathOptions } from './fastPath.ts'
import { serveOtherMethods } from './otherMethods.ts'
import { serveSocket } from './push/serveSocket.ts'
import type { CacheableRead } from './responseCache/cacheableRead.ts'
import type { ResponseCache } from './responseCache/responseCache.ts'
import { serveCachedRead } from './responseCache/serveCachedRead.ts'
import type { Route } from './route.ts'
import { routeEntry, type RouteTable } from './routeTable.ts'
import { createRouter } from './router.ts'

export interface V1Options extends Pick<FastPathOptions, 'checkToken'> {
  env: Env
  payload: Payload
  cache: ResponseCache
  /** The routes of v1. */
  routes: Route[]
  /** Faster ways to serve some of them. */
  fastPaths: FastPath[]
  /** Those whose responses are stored, by operation. */
  cacheableReads: Record<string, CacheableRead>
  authenticate: Authenticate
}

/** Makes the function that serves a route: from the cache, on the fast path, or on the router. */
function createServer(options: V1Options): (route: Route) => Serve {
  const { env, payload, authenticate, checkToken, fastPaths, cacheableReads } = options
  const { MAX_BODY_BYTES: maxBodyBytes, PUBLIC_URL: publicUrl } = env
  const sendError = sendV1Error(payload)
  const serveByRouter = createRouter({ payload, authenticate, publicUrl, maxBodyBytes })
  return (route) => {
    if (route.socket) return serveSocket(payload, env, route.socket, sendError)
    const usual = fromReplica(payload, serveByRouter(route))
    const read = cacheableReads[route.operationId]
    if (read) return serveCachedRead(read, usual, options)
    const fast = fastPaths.find(({ operation }) => operation === route.operationId)
    return fast ? fastPath(fast, usual, { payload, maxBodyBytes, authenticate, checkToken }) : usual
  }
}

function entryOf(route: Partial<Route> & Pick<Route, 'path'>, serve: Serve) {
  const { isAtRoot, isStream = false, socket } = route
  // What is pushed is newer than what a replica has.
  const isPublicRead = route.audience === 'anyone' && route.method === 'get' && !isStream && !socket
  return routeEntry({
    name: isAtRoot ? route.path : `/api/v1${route.path}`,
    kind: 'v1',
    serve,
    allowsAnyHost: route.isProbe ?? false,
    isFrequent: route.isProbe ?? false,
    takesUpgrade: socket !== undefined,
    staysOpen: isStream,
    ...(isPublicRead ? { replica: 'current' as const } : {}),
  })
}

/**
 * The paths of a route. The predecessor's apps call v1 without its version, and always with a slash at
 * the end. The name of a file, such as `calendar.ics`, has no slash, and no other surface has such paths.
 */
function pathsOf({ isAtRoot, path }: Route): string[] {
  const pattern = path.replace(/\{(\w+)\}/g, ':$1')
  if (isAtRoot) return [pattern, `${pattern}/`, `/api/v1${pattern}`, `/api/v1${pattern}/`]
  if (!path.endsWith('/')) {
    return [`/api/v1${pattern}`, `/api/v1${pattern}/`, `/api${pattern}`, `/api${pattern}/`]
  }
  return [`/api/v1${pattern}`, `/api/v1${pattern.slice(0, -1)}`, `/api${pattern}`]
}

/** Adds the routes of v1 to the table. */
export function addV1(table: RouteTable, options: V1Options): void {
  const { payload, routes } = options
  const serverOf = createServer(options)
  const sendError = sendV1Error(payload)
  const add = (methods: string[], route: Route, entry: RouteEntry) => {
    for (const path of pathsOf(route)) table.add(methods, path, entry)
  }
  for (const route of routes) {
    const methods = route.method === 'get' ? ['GET', 'HEAD'] : [route.method.toUpperCase()]
    add(methods, route, entryOf(route, serverOf(route)))
    const ofPath = routes.filter(({ path }) => path === route.path)
    const all = ofPath.map(({ method }) => method.toUpperCase())
    const { isAtRoot = false, path } = route
    const others = entryOf({ isAtRoot, path }, serveOtherMethods(all, sendError))
    add(['*'], route, others)
  }
  const unknown = routeEntry({
    name: 'unmatched',
    kind: 'none',
    serve: (exchange) => sendError(exchange, notFound()),
  })
  table.add(['*'], '/api/v1', unknown).add(['*'], '/api/v1/*', unknown)
}
