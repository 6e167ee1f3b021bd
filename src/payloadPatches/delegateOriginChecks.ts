import type { SanitizedConfig } from 'payload'

import type { Env } from '../runtime/env/env.ts'

/**
 * Leaves it to the server which origins may do what (docs/decisions/0017-origins.md), and has the
 * panel's cookie travel encrypted where the platform is reached so.
 *
 * Payload would answer every request with CORS headers of its own, and take no cookie from browsers
 * that say no origin: those on a plain `http` address within a school.
 */
export const delegateOriginChecks =
  ({ PUBLIC_URL }: Env) =>
  (config: SanitizedConfig): SanitizedConfig => {
    config.csrf = []
    // An empty list still has it name methods and headers; nothing else says "none at all".
    Object.assign(config, { cors: undefined })
    const secure = PUBLIC_URL?.startsWith('https:') ?? false
    for (const { auth } of config.collections) {
      // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- not each has sign-in
      if (auth) Object.assign(auth.cookies, { secure })
    }
    return config
  }
