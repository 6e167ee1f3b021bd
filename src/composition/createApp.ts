import type { Payload } from 'payload'

import { startSubscriber } from '../cache/invalidation/subscriber.ts'

import { authenticate, checkAccessToken } from '../features/accounts/authenticate.ts'
import { confirmPage } from '../features/accounts/confirmPage.ts'
import { restorePage } from '../features/accounts/restorePage.ts'
import { liveClientFile } from '../features/live/clientFile.ts'
import { unsubscribePage } from '../features/notifications/unsubscribePage.ts'
import { firstPage, publicSite, type PublicSite } from '../features/pages/pages.ts'
import type { ClaimPlace } from '../features/registrations/claimBatcher.ts'
import { registerFastPath } from '../features/registrations/registerFastPath.ts'
import { type App, createRequestListener } from '../http/app.ts'
import type { Panel } from '../http/panel.ts'
import { ResponseCache } from '../http/responseCache/responseCache.ts'
import { createRouteTable } from '../http/serverRoutes.ts'
import type { Env } from '../runtime/env/env.ts'
import { cacheableReads, cacheableRestReads } from './cacheableReads.ts'
import { httpMetrics } from './metrics/exposition.ts'
import { messages, routes } from './routes.ts'

export interface AppOptions {
  env: Env
  payload: Payload
  /** Without a panel the server serves the APIs alone. */
  panel?: Panel
  /** Whether the server is shutting down, so that clients should open their next connection elsewhere. */
  isDraining?: () => boolean
  /** How the register endpoint claims places; the claim batcher without it. */
  claiming?: ClaimPlace
}

/** Where `/` leads to: to the public pages, else to an app of the operator's own, else to the panel. */
const homeOf =
  (site: PublicSite | undefined, { PUBLIC_APP_URL: appUrl }: Env, panel?: Panel) =>
  () =>
    site?.isOn() ? firstPage : (appUrl ?? (panel && '/admin'))

/** The request listener for an HTTP server: `src/http` with everything that the features serve. */
export function createApp({ claiming, ...options }: AppOptions): App {
  const { env, panel, payload } = options
  startSubscriber(payload)
  const metrics = httpMetrics(payload, env)
  const site = env.PUBLIC_PAGES ? publicSite(payload, env) : undefined
  const pages = [confirmPage(payload), restorePage(payload), unsubscribePage(payload)]
  const table = createRouteTable({
    ...options,
    cache: new ResponseCache(payload, env),
    routes,
    messages,
    authenticate: (token, context) => authenticate(payload, token, context),
    checkToken: (token, context) => checkAccessToken(payload, token, context),
    files: [liveClientFile, ...(site?.files ?? [])],
    pages: [...pages, ...(site?.pages ?? [])],
    home: homeOf(site, env, panel),
    unknownPage: site,
    fastPaths: [registerFastPath(payload, claiming)],
    cacheableReads,
    cacheableRestReads,
    exposition: metrics?.exposition,
  })
  const upgradeElsewhere = panel?.upgrade
  return createRequestListener({ ...options, table, meter: metrics?.requests, upgradeElsewhere })
}
