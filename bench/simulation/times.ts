/** Milliseconds that the parts take. */
export interface Times {
  /** Of a web server's core, for a request. */
  request: number
  /** Of a core of PostgreSQL's, for a statement, whatever is in it. */
  statement: number
  /** And for each claim in it, on the event of the claim before. */
  claim: number
  /** The same when it is on another event. */
  eventClaim: number
  /** To have the commit on disk; it takes no core, and any number of them go together. */
  commit: number
  /** Cores that PostgreSQL has. */
  cores: number
}

/** Measured by `npm run bench -- --only hot-event,statements`, in the quietest of its runs. */
export const readTimes = (cores: number): Times => ({
  request: 0.05,
  statement: 1,
  claim: 0.03,
  eventClaim: 0.055,
  commit: 2,
  cores,
})
