import { type IncomingMessage, type RequestListener, ServerResponse } from 'node:http'
import type { Payload } from 'payload'

import type { Env } from '../runtime/env/env.ts'
import { unreadableUrl } from '../shared/errors/Refusal.ts'
import { discardBody } from './body/discardBody.ts'
import { hasBody } from './body/bodyHeaders.ts'
import { sendV1Error } from './errors/sendError.ts'
import type { Exchange, Guard, HttpContext } from './exchange.ts'
import { limitRequests } from './rateLimit/limitRequests.ts'
import { asksForWebSocket, type TakesUpgrades, type Upgrade } from './push/upgrade.ts'
import { type Arrival, readTarget, receiveRequest } from './receiveRequest.ts'
import { observeRequests } from './requestLog/observeRequests.ts'
import { recordCallers } from './requestLog/recordCallers.ts'
import type { RequestMeter } from './requestLog/requestMeter.ts'
import { ResponseHeaders } from './responseHeaders.ts'
import type { RouteTable } from './routeTable.ts'
import { corsHeaders } from './security/cors.ts'
import { guardOrigins } from './security/guardOrigins.ts'
import { securityHeaders } from './security/securityHeaders.ts'
import type { Surface } from './security/surfaces.ts'
import { bodyTimeout } from './timeouts/bodyTimeout.ts'

export interface PipelineOptions {
  env: Env
  payload: Payload
  table: RouteTable
  /** Whether the server is shutting down, so that clients should open their next connection elsewhere. */
  isDraining?: () => boolean
  /** Undefined when nothing is measured. */
  meter?: RequestMeter
  /** Takes the upgrades that no route takes; only for the panel in development. */
  upgradeElsewhere?: TakesUpgrades['upgrade']
}

/** A request listener that also takes upgrades, from a server that `createHttpServer` makes. */
export type App = RequestListener & TakesUpgrades

/** Makes the headers that every response of a surface has. */
function baseHeaders(env: Env, isDraining: () => boolean) {
  const headersOf = securityHeaders(env)
  return (
    req: IncomingMessage,
    arrival: Arrival,
    { surface, isNoStore }: { surface: Surface; isNoStore: boolean },
  ): string[] => {
    const list = headersOf(req, arrival, surface).concat('X-Request-Id', arrival.id)
    // The response to one signed-in user must not reach the next one by a shared cache.
    if (isNoStore) list.push('Cache-Control', 'private, no-store')
    // The client of a stopping server opens its next connection to another one.
    if (isDraining()) list.push('Connection', 'close')
    return list
  }
}

/**
 * The request listener for an HTTP server: one way through for every request. The path is matched once.
 * What the route table says about it decides everything that follows (docs/architecture.md).
 */
export function createRequestListener(options: PipelineOptions): App {
  const { env, payload, table, isDraining = () => false, meter, upgradeElsewhere } = options
  const sendError = sendV1Error(payload)
  const headersFor = baseHeaders(env, isDraining)
  const guards: Guard[] = [
    guardOrigins(env),
    corsHeaders(env),
    limitRequests(payload),
    bodyTimeout(sendError, env.CLIENT_SECONDS),
  ]
  const observe = observeRequests(payload, meter)
  recordCallers(payload)

  function receive(req: IncomingMessage, res: ServerResponse, upgrade?: Upgrade): Exchange {
    const arrival = receiveRequest(req, env.TRUSTED_PROXIES)
    const { entry, params, isDecodable } = table.match(req.method!, req.url!)
    const { id, startedAt, address, protocol } = arrival
    const response = new ResponseHeaders(headersFor(req, arrival, entry))
    // One shape for all contexts: V8 reads a property of a known shape fastest.
    const context: HttpContext = {
      id,
      startedAt,
      address,
      protocol,
      response,
      method: req.method!,
      route: entry.name,
      checkedToken: undefined,
      userId: undefined,
      span: undefined,
    }
    return { req, res, context, entry, params, isDecodable, upgrade }
  }

  /** Sends the error of a guard, which is data also where the route has pages. */
  function refuse(exchange: Exchange, error: unknown) {
    const { req, res, context } = exchange
    if (hasBody(req.headers)) discardBody(req, res)
    const asData = { surface: 'api', isNoStore: true } as const
    context.response.setAll(headersFor(req, context, asData))
    sendError(exchange, error)
  }

  function serve(exchange: Exchange) {
    // Each route sends its own errors. This is for one that could not even do that.
    try {
      exchange.entry.serve(exchange)?.catch((error: unknown) => sendError(exchange, error))
    } catch (error) {
      sendError(exchange, error)
    }
  }

  function listen(req: IncomingMessage, res: ServerResponse, upgrade?: Upgrade) {
    const isReadable = readTarget(req)
    const exchange = receive(req, res, upgrade)
    observe(exchange)
    try {
      if (!isReadable) throw unreadableUrl()
      for (const guard of guards) if (guard(exchange)) return
    } catch (error) {
      refuse(exchange, error)
      return
    }
    serve(exchange)
  }

  const takesUpgradeOf = (req: IncomingMessage) =>
    asksForWebSocket(req) && table.match(req.method!, req.url!).entry.takesUpgrade

  /** An upgrade passes the same pipeline as a request. Until it is accepted, its response is a plain one. */
  function upgrade(req: IncomingMessage, upgraded: Upgrade) {
    if (!takesUpgradeOf(req)) return upgradeElsewhere?.(req, upgraded)
    const { socket } = upgraded
    const res = new ServerResponse(req)
    res.shouldKeepAlive = false
    try {
      res.assignSocket(socket as never)
    } catch {
      // The client has sent it before it had the response to the request before.
      socket.destroy()
      return
    }
    res.once('finish', () => socket.end())
    listen(req, res, upgraded)
  }

  return Object.assign((req: IncomingMessage, res: ServerResponse) => listen(req, res), {
    takesUpgrade: (req: IncomingMessage) => upgradeElsewhere !== undefined || takesUpgradeOf(req),
    upgrade,
  })
}
