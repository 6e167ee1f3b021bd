import type { SanitizedConfig } from 'payload'

import type { Env } from '../runtime/env/env.ts'

/**
 * Upstream: Payload answers every request with CORS headers of its own. It also ignores the session cookie
 * of requests without an `Origin`, which browsers on a plain `http` address send.
 *
 * This patch switches both off: src/http/security decides about origins (docs/decisions/0017-origins.md).
 * It also sets `Secure` on the cookie if `PUBLIC_URL` is https.
 *
 * To see whether it can go, remove it and run tests/http/security.test.ts.
 */
export const delegateOriginChecks =
  ({ PUBLIC_URL }: Env) =>
  (config: SanitizedConfig): SanitizedConfig => {
    config.csrf = []
    // With an empty list Payload still sends the methods and headers. Only `undefined` switches them off.
    Object.assign(config, { cors: undefined })
    const secure = PUBLIC_URL?.startsWith('https:') ?? false
    for (const { auth } of config.collections) {
      // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- not each collection has sign-in
      if (auth) Object.assign(auth.cookies, { secure })
    }
    return config
  }
