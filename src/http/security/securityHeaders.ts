import helmet, { type HelmetOptions } from 'helmet'
import { randomBytes } from 'node:crypto'
import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'

import type { Env } from '../../runtime/env/env.ts'
import { type RequestContext, requestContextOf } from '../../shared/requestContext.ts'
import { nonceMark, policies } from './contentSecurityPolicy.ts'
import type { Surface } from './surfaces.ts'

const year = 365 * 24 * 60 * 60

/** Features of browsers that no page of this server uses. */
const permissions = [
  'accelerometer',
  'camera',
  'display-capture',
  'geolocation',
  'gyroscope',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'usb',
]
  .map((feature) => `${feature}=()`)
  .join(', ')

/** Pages that links in emails open. The link holds a secret, which must not be sent as a referrer. */
const opensFromEmail = new Set<Surface>(['confirmation', 'unsubscribing'])

function optionsFor(surface: Surface, env: Env, encrypted: boolean): HelmetOptions {
  const directives = policies(env.NODE_ENV === 'development')[surface]
  const isPage = surface !== 'api' && surface !== 'file'
  return {
    contentSecurityPolicy: directives ? { useDefaults: false, directives } : false,
    // Pages of other apps show the images too.
    crossOriginResourcePolicy: { policy: surface === 'file' ? 'cross-origin' : 'same-origin' },
    referrerPolicy: { policy: opensFromEmail.has(surface) ? 'no-referrer' : 'same-origin' },
    strictTransportSecurity: encrypted && { maxAge: year, includeSubDomains: true, preload: true },
    xFrameOptions: { action: 'deny' },
    xDownloadOptions: false,
    // These headers have no meaning for data.
    crossOriginOpenerPolicy: isPage,
    originAgentCluster: isPage,
    xDnsPrefetchControl: isPage,
    xPermittedCrossDomainPolicies: isPage,
    xXssProtection: isPage,
  }
}

type HeaderList = (readonly [name: string, value: string])[]

/** The headers that helmet sets. It runs once, because they are the same for every request. */
function headersFor(surface: Surface, env: Env, encrypted: boolean): HeaderList {
  const req = new IncomingMessage(new Socket())
  const res = new ServerResponse(req)
  helmet(optionsFor(surface, env, encrypted))(req, res, () => undefined)
  res.setHeader('Permissions-Policy', permissions)
  return Object.entries(res.getHeaders()).map(([name, value]) => [name, String(value)] as const)
}

const surfaces: Surface[] = [
  'api',
  'file',
  'reference',
  'confirmation',
  'unsubscribing',
  'panel',
  'playground',
]

const listsFor = (env: Env, encrypted: boolean) =>
  Object.fromEntries(
    surfaces.map((surface) => [surface, headersFor(surface, env, encrypted)]),
  ) as Record<Surface, HeaderList>

/** Sets the nonce on the response, and on the request, where Next reads it for its scripts. */
function sendNonce(req: IncomingMessage, res: ServerResponse): void {
  const policy = res.getHeader('Content-Security-Policy') as string
  const filled = policy.replace(nonceMark, randomBytes(16).toString('base64'))
  req.headers['content-security-policy'] = filled
  res.setHeader('Content-Security-Policy', filled)
}

/** Chooses the headers for a request: some are sent over TLS only. */
function listsBy(env: Env) {
  const plain = listsFor(env, false)
  const encrypted = listsFor(env, env.NODE_ENV === 'production')
  const always = env.PUBLIC_URL?.startsWith('https:') ?? false
  return ({ protocol }: RequestContext) => (always || protocol === 'https' ? encrypted : plain)
}

/** The headers of a response of the API, as alternating names and values. */
export function apiHeaders(env: Env): (context: RequestContext) => string[] {
  const listsOf = listsBy(env)
  const flat = new Map<object, string[]>()
  return (context) => {
    const lists = listsOf(context)
    let list = flat.get(lists)
    if (!list) flat.set(lists, (list = lists.api.flat()))
    return list
  }
}

/**
 * Sets the security headers of a response. `Strict-Transport-Security` is sent over TLS only, because
 * browsers ignore it otherwise. An `https` in `PUBLIC_URL` counts as TLS: a proxy may not announce it.
 */
export function securityHeaders(env: Env) {
  const listsOf = listsBy(env)
  return (req: IncomingMessage, res: ServerResponse, surface: Surface): void => {
    for (const [name, value] of listsOf(requestContextOf(req))[surface]) res.setHeader(name, value)
    if (surface === 'panel') sendNonce(req, res)
  }
}
