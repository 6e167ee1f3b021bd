import type { Payload } from 'payload'

import type { Env } from '../../runtime/env/env.ts'
import { servicesOf } from '../../shared/services.ts'
import { tokenKeysOf, Tokens } from './tokens.ts'

declare module '../../shared/services.ts' {
  interface Services {
    tokens: Tokens
  }
}

export const createTokens = (
  { secret }: Pick<Payload, 'secret'>,
  { TOKEN_KEYS }: Pick<Env, 'TOKEN_KEYS'>,
): Tokens => new Tokens(tokenKeysOf(TOKEN_KEYS, secret))

/** The tokens of this server. */
export const tokensOf = (payload: Payload): Tokens => servicesOf(payload).tokens
