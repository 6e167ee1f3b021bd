import { createLocalReq, type Payload, type PayloadRequest } from 'payload'

import type { PageRequest, PageResponse } from '../../../http/pages/page.ts'
import { webSessionCookie } from '../../../http/security/sessionCookie.ts'
import type { Env } from '../../../runtime/env/env.ts'
import type { Principal } from '../../../shared/principal.ts'
import { setCaller } from '../../../shared/requestContext.ts'
import { readWebSession, type WebSession } from '../../accounts/public.ts'
import { type Site, siteOf, type SiteSettings } from '../site.ts'
import { type Translate, translatorFor } from './messages/translate.ts'

/** What the pages of a person stand on. */
export interface Platform {
  payload: Payload
  env: Env
  settings: SiteSettings
}

/** All that a page of a person knows about its request. */
export interface PageContext extends Platform {
  request: PageRequest
  site: Site
  text: Translate
  /** The person who is signed in; undefined for an anonymous caller. */
  user: Principal | undefined
  /** Payload's request. Operations on it run as the caller. */
  req: PayloadRequest
  /** Headers that go with every response, such as a cookie that is stored for longer. */
  headers: string[]
}

/** The same of a page that only people who are signed in may see. */
export interface PersonContext extends PageContext {
  user: Principal
}

export type Handler = (context: PageContext) => Promise<PageResponse>
export type PersonHandler = (context: PersonContext) => Promise<PageResponse>

const isEncrypted = ({ origin }: Pick<PageRequest, 'origin'>) => origin.startsWith('https:')

const attributesOf = (request: Pick<PageRequest, 'origin'>) =>
  `Path=/; HttpOnly; SameSite=Lax${isEncrypted(request) ? '; Secure' : ''}`

/** The header that stores a session in the browser. */
export const sessionHeader = (
  request: Pick<PageRequest, 'origin'>,
  { maxAge, secret }: WebSession,
): string[] => {
  const age = maxAge === undefined ? '' : `; Max-Age=${maxAge}`
  const name = webSessionCookie(isEncrypted(request))
  return ['Set-Cookie', `${name}=${secret}; ${attributesOf(request)}${age}`]
}

/** The header that removes the session from the browser. */
export const noSessionHeader = (request: Pick<PageRequest, 'origin'>): string[] =>
  sessionHeader(request, { secret: '', maxAge: 0 })

/** The secret of the session that the browser has sent. */
export const sessionSecretOf = (request: PageRequest): string | undefined =>
  request.cookie(webSessionCookie(isEncrypted(request)))

/** The headers of a response: a session that has ended is removed, and one that goes on may be stored for longer. */
function headersFor(
  request: PageRequest,
  secret: string | undefined,
  renewed: WebSession | undefined,
  isSignedIn: boolean,
): string[] {
  if (renewed) return sessionHeader(request, renewed)
  return secret !== undefined && !isSignedIn ? noSessionHeader(request) : []
}

/** Reads who has sent a request. A person reads the pages in their own language, unless the URL names one. */
export async function contextOf(platform: Platform, request: PageRequest): Promise<PageContext> {
  const { payload, settings } = platform
  const secret = sessionSecretOf(request)
  const session = await readWebSession(payload, secret)
  const user = session?.user
  if (user) setCaller(user.id)
  const own = request.isLanguageChosen ? undefined : session?.language
  const language = own ?? request.language
  const isSignedIn = user !== undefined
  const local = user ? { user: { ...user, collection: 'users' as const } } : {}
  return {
    ...platform,
    request,
    site: siteOf({ ...request, language, isSignedIn }, settings),
    text: translatorFor(language),
    user,
    req: await createLocalReq(local, payload),
    headers: headersFor(request, secret, session?.renewed, isSignedIn),
  }
}
