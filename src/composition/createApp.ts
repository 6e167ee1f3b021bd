import type { RequestListener } from 'node:http'

import { authenticate } from '../features/accounts/authenticate.ts'
import { confirmPage } from '../features/accounts/confirmPage.ts'
import { tokensOf } from '../features/accounts/tokens.ts'
import { unsubscribePage } from '../features/notifications/unsubscribePage.ts'
import type { ClaimPlace } from '../features/registrations/claimBatcher.ts'
import { registerFastPath } from '../features/registrations/registerFastPath.ts'
import { createRequestListener, type ServerOptions } from '../http/app.ts'
import { cacheableReads } from './cacheableReads.ts'
import { httpMetrics } from './metrics/exposition.ts'
import { routes } from './routes.ts'

export interface AppOptions extends ServerOptions {
  /** How the register endpoint claims places; the claim batcher without it. */
  claiming?: ClaimPlace
}

/** The request listener for an HTTP server: `src/http` with everything that the features serve. */
export function createApp({ claiming, ...options }: AppOptions): RequestListener {
  const { env, payload } = options
  return createRequestListener({
    ...options,
    routes,
    authenticate: (token) => authenticate(payload, token),
    verifyToken: (token) => tokensOf(payload).verify('access', token),
    pages: [confirmPage, unsubscribePage(payload)],
    fastPaths: [registerFastPath(payload, claiming)],
    cacheableReads,
    metrics: httpMetrics(payload, env),
  })
}
