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

/** The fields that tell a client of a limit (draft-ietf-httpapi-ratelimit-headers). */
export const rateLimitFields = ({ policy, quota, window, left, seconds }: LimitState) => ({
  'RateLimit-Policy': `"${policy}";q=${quota};w=${window}`,
  RateLimit: `"${policy}";r=${left};t=${seconds}`,
})
