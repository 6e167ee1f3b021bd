import { type Env, readEnv } from '../../runtime/env/env.ts'
import type { UrlPolicy } from './address/checkUrl.ts'

/** Which receivers this server may call. */
export const urlPolicyOf = ({ NODE_ENV, WEBHOOKS_ALLOW_PRIVATE }: Env): UrlPolicy => ({
  allowsPrivate: WEBHOOKS_ALLOW_PRIVATE,
  allowsHttp: NODE_ENV !== 'production',
})

export const urlPolicy = (): UrlPolicy => urlPolicyOf(readEnv())
