import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Payload } from 'payload'

import { respondWithError } from '../respondWithError.ts'
import type { Env } from '../../runtime/env/env.ts'
import { Refusal } from '../../shared/errors/Refusal.ts'
import { discardBody } from '../body/discardBody.ts'
import { corsHeaders } from './cors.ts'
import { originCheck } from './originCheck.ts'
import { hostCheck } from './hostCheck.ts'
import { securityHeaders } from './securityHeaders.ts'
import { type Surface, surfaceOf } from './surfaces.ts'

/** Orchestrators request these by the address of the machine. Their responses hold no links. */
const allowsAnyHost = /^\/(?:api\/(?:v1\/)?health|metrics)(?:[/?]|$)/

/** The surfaces on which the panel's cookie authenticates. */
const takesCookie = new Set<Surface>(['api', 'panel'])

/**
 * Reads a request target that is a whole URL. Its host then replaces the header (RFC 9112, 3.2.2).
 *
 * @throws {Refusal} 400 when it cannot be read
 */
function readTarget(req: IncomingMessage): void {
  const target = req.url!
  if (target.startsWith('/') || target === '*') return
  if (!URL.canParse(target)) throw new Refusal(400, 'bad_request', 'The URL cannot be read.')
  const { host, pathname, search } = new URL(target)
  req.headers.host = host
  req.url = `${pathname}${search}`
}

export interface GuardOptions {
  env: Env
  payload: Payload
  /** Without a panel all unknown paths get the headers of the API. */
  hasPanel: boolean
}

/**
 * The first middleware. It sets the headers that protect browsers, refuses unknown hosts and requests
 * that a page of another site sends in a user's name, and responds to preflights
 * (docs/decisions/0017-origins.md).
 */
export function guardOrigins({ env, payload, hasPanel }: GuardOptions) {
  const setHeaders = securityHeaders(env)
  const wrongHost = hostCheck(env)
  const checkOrigin = originCheck(env)
  const servesPreflight = corsHeaders(env)

  const surfaceFor = (url: string) => {
    const surface = surfaceOf(url)
    return surface === 'panel' && !hasPanel ? 'api' : surface
  }

  function check(req: IncomingMessage, surface: Surface) {
    const wrong = wrongHost(req.headers.host)
    if (wrong && !allowsAnyHost.test(req.url!)) throw new Refusal(400, 'bad_request', wrong)
    if (takesCookie.has(surface)) checkOrigin(req)
  }

  function refuse(req: IncomingMessage, res: ServerResponse, error: unknown) {
    setHeaders(req, res, 'api')
    discardBody(req, res)
    respondWithError(payload, req, res, error)
    return true
  }

  return (req: IncomingMessage, res: ServerResponse): boolean => {
    try {
      readTarget(req)
      const surface = surfaceFor(req.url!)
      check(req, surface)
      setHeaders(req, res, surface)
    } catch (error) {
      return refuse(req, res, error)
    }
    return req.url!.startsWith('/api') && servesPreflight(req, res)
  }
}
