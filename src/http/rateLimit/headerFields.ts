/** How many requests a limit leaves to a client. */
export interface LimitState {
  /** The name of the limit for clients. */
  policy: string
  /** How many requests the limit allows in a window. */
  quota: number
  /** Seconds. */
  window: number
  /** How many requests are left in this window. */
  left: number
  /** Seconds until the window ends. */
  seconds: number
}

type Policy = Pick<LimitState, 'policy' | 'quota' | 'window'>

/** The field `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers). */
export const policyField = ({ policy, quota, window }: Policy): string =>
  `"${policy}";q=${quota};w=${window}`

/** The field `RateLimit` of the same draft. */
export const limitField = ({ policy, left, seconds }: LimitState): string =>
  `"${policy}";r=${left};t=${seconds}`
