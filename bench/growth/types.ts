/** What the measuring process is asked to do. */
export type MeasureOrder =
  { what: 'migrate' } | { what: 'measure'; events: number; only: string[]; rounds: number }

export interface MeasuredOperation {
  name: string
  /** A person or an app waits for it; otherwise a task that the clock starts. */
  isInteractive: boolean
  /** Milliseconds of the whole operation: the lower quartile, because other work on the machine only adds. */
  millis: number
  /** The statements of one round. */
  statements: number
  /** The slowest statement of the last round, and its plan. */
  slowest: { text: string; millis: number; plan: string } | undefined
}

export interface MeasuredSize {
  events: number
  operations: MeasuredOperation[]
}
