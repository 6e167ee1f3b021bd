/** The measured times of the parts, in milliseconds. */
export interface Times {
  /** The time of a core of the web server for one request. */
  request: number
  /** The time of a core of PostgreSQL for a statement without claims. */
  statement: number
  /** In addition, for each claim on the same event as the claim before it. */
  claim: number
  /** In addition, for each claim on another event. */
  eventClaim: number
  /** The time to write a commit to disk. It uses no core, and commits run in parallel. */
  commit: number
  /** The number of cores of PostgreSQL. */
  cores: number
}

/** Measured by `npm run bench -- --only hot-event,statements`, in the fastest of several runs. */
export const readTimes = (cores: number): Times => ({
  request: 0.05,
  statement: 1,
  claim: 0.03,
  eventClaim: 0.055,
  commit: 2,
  cores,
})
