import { type Endpoint, handleEndpoints } from 'payload'

import { type SendError, sendPayloadError } from '../errors/sendError.ts'
import type { RouteEntry, Serve } from '../exchange.ts'
import { serveOtherMethods } from '../otherMethods.ts'
import { serveCachedRead } from '../responseCache/serveCachedRead.ts'
import { routeEntry, type RouteTable } from '../routeTable.ts'
import { failWhenDatabaseUnavailable } from './databaseUnavailable.ts'
import { standsForGet } from './methodOverride.ts'
import { queueReads } from './queueReads.ts'
import { serveRanges } from './serveRanges.ts'
import { bodyLimits, type PayloadRoutesOptions, servedByPayload } from './servedByPayload.ts'
import { signedInUploads } from './uploads.ts'

/** Bytes for the other fields of a form with a file, and for the lines between its parts. */
const formOverheadBytes = 64 * 1024

/** The name of a route, such as `/api/events/{id}`. */
const nameOf = (path: string) => path.replace(/:(\w+)[?*+]?/g, '{$1}')

/** Payload's patterns as those of the table: `?` and the two kinds of "more" are written differently. */
function patternsOf(path: string): string[] {
  if (path.endsWith('?')) return [path.slice(0, -1), path.replace(/\/:\w+\?$/, '')]
  return [path.replace(/\/:\w+[*+]$/, '/*')]
}

/** The routes of a collection, or of no collection, with their full paths. */
const pathsOf = (under: string, endpoints: Omit<Endpoint, 'root'>[] | false | undefined) =>
  (endpoints || []).map(({ method, path }) => ({
    method: method.toUpperCase(),
    path: `${under}${path === '/' ? '' : path}`,
  }))

type Details = Partial<RouteEntry> & Pick<RouteEntry, 'serve'>

const entry = (name: string, details: Details) => routeEntry({ name, kind: 'rest', ...details })

/** Payload's handler, for each kind of request: only some may bring a file or get one. */
function servedRest(options: PayloadRoutesOptions) {
  const { env, payload } = options
  const config = Promise.resolve(payload.config)
  const limits = bodyLimits(env)
  const served = servedByPayload(options)
  const rest = failWhenDatabaseUnavailable(payload, (request) =>
    handleEndpoints({ config, request }),
  )
  const queued = queueReads(payload, rest)
  const uploads = signedInUploads(config, queued, env.UPLOADS_AT_ONCE)
  const formBytes = env.MAX_UPLOAD_BYTES + formOverheadBytes
  return {
    plain: { serve: served(queued, limits) },
    withoutSignIn: { serve: served(rest, limits, { ignoresSignIn: true }) },
    withFiles: { serve: served(uploads, { ...limits, formBytes }), takesFiles: true },
    file: { serve: served(serveRanges(rest), limits) },
  }
}

/** What is special about a read of a collection: a replica may serve events and media. */
function detailsOfRead(path: string): Partial<RouteEntry> {
  if (path.startsWith('/api/media/file/'))
    return { surface: 'file', isNoStore: false, replica: 'near' }
  if (path.startsWith('/api/media')) return { replica: 'near' }
  return path.startsWith('/api/events') ? { replica: 'current' } : {}
}

/**
 * Serves the methods that a path does not have. A POST may stand for a GET whose query is too long for a
 * URL: Payload reads the method from a header then.
 */
function serveOthers(methods: string[], { serve }: Details, sendError: SendError): Serve {
  const others = serveOtherMethods(methods, sendError, { status: 200, body: {} })
  return (exchange) => {
    const { method, headers } = exchange.req
    return standsForGet(method, (name) => headers[name]) ? serve(exchange) : others(exchange)
  }
}

/** Adds the routes of Payload's REST by their names, and one for all other paths below `/api`. */
export function addRest(table: RouteTable, options: PayloadRoutesOptions): void {
  const { payload } = options
  const { collections, endpoints: rootEndpoints } = payload.config
  const { plain, withFiles, withoutSignIn, file } = servedRest(options)
  const sendError = sendPayloadError(payload)

  const add = (route: { method: string; path: string }, details: Details) => {
    const isRead = route.method === 'GET'
    for (const path of patternsOf(route.path)) {
      const cached = isRead ? options.cacheableRestReads[path] : undefined
      const serve = cached ? serveCachedRead(cached, details.serve, options) : details.serve
      const more = isRead ? detailsOfRead(path) : {}
      const methods = isRead ? ['GET', 'HEAD'] : [route.method]
      table.add(methods, path, entry(nameOf(route.path), { ...details, ...more, serve }))
    }
  }
  for (const { slug, endpoints } of collections) {
    const details = slug === 'media' ? withFiles : plain
    for (const route of pathsOf(`/api/${slug}`, endpoints)) {
      add(route, route.path.startsWith('/api/media/file/') ? { ...withFiles, ...file } : details)
    }
  }
  for (const route of pathsOf('/api', rootEndpoints)) {
    const isProbe = route.path === '/api/health'
    const details = isProbe ? withoutSignIn : plain
    add(route, { ...details, allowsAnyHost: isProbe, isFrequent: isProbe })
  }
  table.addOthers((methods, one) =>
    one.kind === 'rest' ? { ...one, serve: serveOthers(methods, plain, sendError) } : undefined,
  )
  table.add(['*'], '/api/media/*', entry('unmatched', withFiles))
  table.add(['*'], '/api', entry('unmatched', plain))
  table.add(['*'], '/api/*', entry('unmatched', plain))
}
