import helmet, { type HelmetOptions } from 'helmet'
import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

import type { Env } from '../../runtime/env/env.ts'
import type { RequestContext } from '../../shared/requestContext.ts'
import { type HeaderList, ResponseHeaders } from '../responseHeaders.ts'
import { nonceMark, policies } from './contentSecurityPolicy.ts'
import type { Surface } from './surfaces.ts'

const year = 365 * 24 * 60 * 60

/** Features of browsers that no page of this server uses, but for the place in the public pages. */
const features = [
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

const permissionsOf = (surface: Surface) =>
  features
    .map(
      (feature) =>
        `${feature}=${feature === 'geolocation' && surface === 'site' ? '(self)' : '()'}`,
    )
    .join(', ')

/** Pages that links in emails open. The link holds a secret, which must not be sent as a referrer. */
const opensFromEmail = new Set<Surface>(['confirmation', 'unsubscribing'])

function optionsFor(surface: Surface, env: Env, encrypted: boolean): HelmetOptions {
  const development = env.NODE_ENV === 'development'
  const pictures = env.MEDIA_BASE_URL && new URL(env.MEDIA_BASE_URL).origin
  const directives = policies({ development, pictures })[surface]
  const isPage = surface !== 'api' && surface !== 'file'
  return {
    contentSecurityPolicy: directives ? { useDefaults: false, directives } : false,
    // Pages of other apps show the images too.
    crossOriginResourcePolicy: { policy: surface === 'file' ? 'cross-origin' : 'same-origin' },
    referrerPolicy: { policy: opensFromEmail.has(surface) ? 'no-referrer' : 'same-origin' },
    strictTransportSecurity: encrypted && { maxAge: year, includeSubDomains: true, preload: true },
    xFrameOptions: surface === 'embedded' ? false : { action: 'deny' },
    xPoweredBy: false,
    xDownloadOptions: false,
    // These headers have no meaning for data.
    crossOriginOpenerPolicy: isPage,
    originAgentCluster: isPage,
    xDnsPrefetchControl: isPage,
    xPermittedCrossDomainPolicies: isPage,
    xXssProtection: isPage,
  }
}

/** The headers that helmet sets. It runs once, because they are the same for every request. */
function headersFor(surface: Surface, env: Env, encrypted: boolean): HeaderList {
  const headers = new ResponseHeaders([])
  // The package sets headers and does nothing else with the response.
  const setHeaders = helmet(optionsFor(surface, env, encrypted))
  setHeaders(undefined as never, headers as never, () => undefined)
  headers.setHeader('Permissions-Policy', permissionsOf(surface))
  return headers.send()
}

const surfaces: Surface[] = [
  'api',
  'file',
  'reference',
  'confirmation',
  'unsubscribing',
  'site',
  'embedded',
  'panel',
  'playground',
]

const listsFor = (env: Env, encrypted: boolean) =>
  Object.fromEntries(
    surfaces.map((surface) => [surface, headersFor(surface, env, encrypted)]),
  ) as Record<Surface, HeaderList>

/** Chooses the headers for a request: some are sent over TLS only. */
function listsBy(env: Env) {
  const plain = listsFor(env, false)
  const encrypted = listsFor(env, env.NODE_ENV === 'production')
  const always = env.PUBLIC_URL?.startsWith('https:') ?? false
  return ({ protocol }: Pick<RequestContext, 'protocol'>) =>
    always || protocol === 'https' ? encrypted : plain
}

/** The panel's policy with a nonce, which Next reads for its scripts in the header of the request. */
function withNonce(req: IncomingMessage, list: HeaderList): HeaderList {
  const nonce = randomBytes(16).toString('base64')
  return list.map((value, index) => {
    if (list[index - 1] !== 'Content-Security-Policy') return value
    const policy = value.replace(nonceMark, nonce)
    req.headers['content-security-policy'] = policy
    return policy
  })
}

/**
 * Makes the list of security headers of a surface. `Strict-Transport-Security` is sent over TLS only,
 * because browsers ignore it otherwise. An `https` in `PUBLIC_URL` counts as TLS: a proxy may not
 * announce it.
 */
export function securityHeaders(env: Env) {
  const listsOf = listsBy(env)
  return (
    req: IncomingMessage,
    context: Pick<RequestContext, 'protocol'>,
    surface: Surface,
  ): HeaderList => {
    const list = listsOf(context)[surface]
    return surface === 'panel' ? withNonce(req, list) : list
  }
}
