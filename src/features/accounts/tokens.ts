import { createSecretKey, hkdfSync, type KeyObject, randomUUID } from 'node:crypto'
import jwt from 'jsonwebtoken'
import { z } from 'zod'

import type { TokenKey } from '../../runtime/env/env.ts'

/** Seconds that an access token lives. */
export const accessLifetimeSeconds = 60 * 60

/** Seconds that a refresh token lives. */
export const refreshLifetimeSeconds = 24 * 60 * 60

/** Seconds that a link in a confirmation mail works. */
export const confirmationLifetimeSeconds = 3 * 24 * 60 * 60

/** Seconds that a link works by which somebody ends emails. */
export const unsubscribeLifetimeSeconds = 365 * 24 * 60 * 60

const issuer = 'robo-events'
const algorithm = 'HS256'

/** What a token is for. It is the audience too, so that no kind passes for another. */
export type TokenUse = 'access' | 'refresh' | 'confirm-email' | 'unsubscribe'

export interface TokenClaims {
  userId: number
  /** The version of the user that the token was made for; a later version makes it worthless. */
  version: number
  jti: string
  /** Seconds since the epoch. */
  expiresAt: number
  /** The address that a `confirm-email` token confirms. */
  email?: string
  /** What an `unsubscribe` token ends emails about. */
  topic?: string
}

const audience = (use: TokenUse) => `${issuer}/${use}`

const payloadSchema = z.object({
  sub: z.string().regex(/^\d{1,10}$/),
  ver: z.int(),
  jti: z.string().min(1).max(64),
  exp: z.int(),
  email: z.string().optional(),
  topic: z.string().optional(),
})

/**
 * The keys that tokens are signed with: those of `TOKEN_KEYS`, else one derived from the secret that
 * every server has anyway (RFC 5869), so that no token of one kind can be made with the other's key.
 */
export const tokenKeysOf = (configured: TokenKey[] | undefined, secret: string): TokenKey[] =>
  configured ?? [
    {
      kid: 'derived',
      secret: Buffer.from(hkdfSync('sha256', secret, '', 'robo-events tokens', 32)).toString('hex'),
    },
  ]

export interface TokenDetails {
  userId: number
  version: number
  lifetime: number
  /** When it is issued; now, unless the same token has to come out again. */
  issuedAt?: Date
  jti?: string
  email?: string
  topic?: string
}

/** Makes and checks the platform's own tokens (RFC 7519), with one pinned algorithm. */
export class Tokens {
  private readonly keys: { kid: string; key: KeyObject }[]

  constructor(keys: TokenKey[]) {
    // As text a secret is tried as a public key first, at each check: that costs fifty times the check.
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

  /** The claims of a token of that kind, or undefined when it is forged, expired or of another kind. */
  verify(use: TokenUse, token: string): TokenClaims | undefined {
    try {
      const kid = jwt.decode(token, { complete: true })?.header.kid
      const signing = this.keys.find((candidate) => candidate.kid === kid)
      if (!signing) return undefined
      const verified = jwt.verify(token, signing.key, {
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
}
