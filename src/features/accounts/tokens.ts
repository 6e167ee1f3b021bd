import { createSecretKey, hkdfSync, type KeyObject, randomUUID } from 'node:crypto'
import jwt from 'jsonwebtoken'
import { LRUCache } from 'lru-cache'
import type { Payload } from 'payload'
import { z } from 'zod'

import type { Env, TokenKey } from '../../runtime/env/env.ts'
import { servicesOf } from '../../shared/services.ts'

/** The lifetime of an access token in seconds. */
export const accessLifetimeSeconds = 60 * 60

/** The lifetime of a refresh token in seconds. */
export const refreshLifetimeSeconds = 24 * 60 * 60

/** The lifetime of the link in a confirmation email, in seconds. */
export const confirmationLifetimeSeconds = 3 * 24 * 60 * 60

/** The time in which an old address can take its account back, in seconds. */
export const restorationLifetimeSeconds = 7 * 24 * 60 * 60

/** The lifetime of an unsubscribe link, in seconds. */
export const unsubscribeLifetimeSeconds = 365 * 24 * 60 * 60

const issuer = 'robo-events'
const algorithm = 'HS256'

/** The use of a token. It is also the audience (`aud`), so that a token cannot serve another use. */
export type TokenUse = 'access' | 'refresh' | 'confirm-email' | 'restore-email' | 'unsubscribe'

export interface TokenClaims {
  userId: number
  /** The user's `token_version` when the token was signed. A higher version revokes the token. */
  version: number
  jti: string
  /** Seconds since the epoch. */
  expiresAt: number
  /** The address that a `confirm-email` token confirms, or to which a `restore-email` token gives the account back. */
  email?: string
  /** The topic of emails that an `unsubscribe` token ends. */
  topic?: string
}

const audience = (use: TokenUse) => `${issuer}/${use}`

interface VerifiedToken {
  use: TokenUse
  claims: TokenClaims
  /** When it expires, on the clock of `performance`. */
  until: number
}

/** By both clocks: when the time of day is set back, a token gets no second hour. */
const isCurrent = ({ claims, until }: VerifiedToken) =>
  until > performance.now() && claims.expiresAt * 1000 > Date.now()

const payloadSchema = z.object({
  sub: z.string().regex(/^\d{1,10}$/),
  ver: z.int(),
  jti: z.string().min(1).max(64),
  exp: z.int(),
  email: z.string().optional(),
  topic: z.string().optional(),
})

/**
 * The signing keys: those of `TOKEN_KEYS`, or one that is derived from `PAYLOAD_SECRET` (RFC 5869). The
 * derived key differs from the secret, so a Payload session token never passes as one of these tokens.
 */
export const tokenKeysOf = (configured: TokenKey[] | undefined, secret: string): TokenKey[] =>
  configured ?? [
    {
      kid: 'derived',
      secret: Buffer.from(hkdfSync('sha256', secret, '', 'robo-events tokens', 32)).toString('hex'),
    },
  ]

interface TokenDetails {
  userId: number
  version: number
  lifetime: number
  /** The time of issue; now without it. A repeated rotation passes it to sign the same token again. */
  issuedAt?: Date
  jti?: string
  email?: string
  topic?: string
}

/** Verified tokens in memory, at about half a kilobyte each. A lookup costs a tenth of a signature. */
const maxVerified = 10_000

/** Headers of tokens in memory. Each key has one; the others are made up by clients. */
const maxHeaders = 100

/** Signs and verifies the platform's own tokens (RFC 7519) with one fixed algorithm. */
export class Tokens {
  private readonly keys: { kid: string; key: KeyObject }[]
  /** The key that a header names, by the header as it stands in the token: all tokens of a key share it. */
  private readonly keysByHeader = new LRUCache<string, KeyObject>({ max: maxHeaders })
  /** Tokens whose signature is good. An app sends its token with each request for an hour. */
  private readonly verified = new LRUCache<string, VerifiedToken>({ max: maxVerified })

  constructor(keys: TokenKey[]) {
    // A key object: jsonwebtoken first parses a text as a public key, which makes each check 50 times slower.
    this.keys = keys.map(({ kid, secret }) => ({ kid, key: createSecretKey(secret, 'utf8') }))
  }

  sign(use: TokenUse, details: TokenDetails): string {
    const { userId, version, lifetime, issuedAt = new Date(), jti = randomUUID() } = details
    const { email, topic } = details
    const { kid, key } = this.keys[0]!
    const iat = Math.floor(issuedAt.getTime() / 1000)
    return jwt.sign({ ver: version, iat, exp: iat + lifetime, email, topic }, key, {
      algorithm,
      keyid: kid,
      issuer,
      audience: audience(use),
      subject: String(userId),
      jwtid: jti,
    })
  }

  /** The claims of a token for that use; undefined when it is forged, expired or for another use. */
  verify(use: TokenUse, token: string): TokenClaims | undefined {
    const known = this.verified.get(token)
    if (known) return known.use === use && isCurrent(known) ? known.claims : undefined
    const claims = this.check(use, token)
    if (!claims) return undefined
    const until = performance.now() + claims.expiresAt * 1000 - Date.now()
    this.verified.set(token, { use, claims, until })
    return claims
  }

  private check(use: TokenUse, token: string): TokenClaims | undefined {
    try {
      const key = this.keyOf(token)
      if (!key) return undefined
      const verified = jwt.verify(token, key, {
        algorithms: [algorithm],
        issuer,
        audience: audience(use),
      })
      const { sub, ver, jti, exp, email, topic } = payloadSchema.parse(verified)
      return { userId: Number(sub), version: ver, jti, expiresAt: exp, email, topic }
    } catch {
      return undefined
    }
  }

  /** The key that a token names; undefined for one that is not ours. */
  private keyOf(token: string): KeyObject | undefined {
    const header = token.slice(0, token.indexOf('.'))
    const known = this.keysByHeader.get(header)
    if (known) return known
    const kid = jwt.decode(token, { complete: true })?.header.kid
    const key = this.keys.find((candidate) => candidate.kid === kid)?.key
    if (key) this.keysByHeader.set(header, key)
    return key
  }
}

declare module '../../shared/services.ts' {
  interface Services {
    tokens: Tokens
  }
}

export const createTokens = (
  { secret }: Pick<Payload, 'secret'>,
  { TOKEN_KEYS }: Pick<Env, 'TOKEN_KEYS'>,
): Tokens => new Tokens(tokenKeysOf(TOKEN_KEYS, secret))

/** Signs and verifies the tokens of this server. */
export const tokensOf = (payload: Payload): Tokens => servicesOf(payload).tokens
