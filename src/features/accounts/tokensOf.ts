import { readEnv } from '../../runtime/env/env.ts'
import { tokenKeysOf, Tokens } from './tokens.ts'
import type { Payload } from 'payload'

const known = new WeakMap<Payload, Tokens>()

/** The tokens of this server, made once a Payload instance. */
export function tokensOf(payload: Payload): Tokens {
  let tokens = known.get(payload)
  if (!tokens) {
    tokens = new Tokens(tokenKeysOf(readEnv().TOKEN_KEYS, payload.secret))
    known.set(payload, tokens)
  }
  return tokens
}
