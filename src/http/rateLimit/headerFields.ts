/** How far a client is from a limit. */
export interface LimitState {
  /** What is limited, as the client sees it. */
  policy: string
  /** How many are let through in a window of so many seconds. */
  quota: number
  window: number
  /** How many more may come within the seconds that are left of it. */
  left: number
  seconds: number
}

type Policy = Pick<LimitState, 'policy' | 'quota' | 'window'>

/** The field `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers). */
export const policyField = ({ policy, quota, window }: Policy): string =>
  `"${policy}";q=${quota};w=${window}`

/** The field `RateLimit` of the same draft. */
export const limitField = ({ policy, left, seconds }: LimitState): string =>
  `"${policy}";r=${left};t=${seconds}`
