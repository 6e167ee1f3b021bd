import type pg from 'pg'

import type { Target } from '../children.ts'
import type { Load, Sent } from '../load.ts'
import type { Caller } from '../seed.ts'

export type TargetName =
  | 'server'
  | 'uncached'
  | 'lockCountInsert'
  | 'pbkdf2'
  | 'express'
  | 'raw'
  | 'expressFinished'
  | 'rawFinished'

export interface Bench {
  pool: pg.Pool
  /** Each caller registers once. The measurement ends when no caller is left. */
  callers: Caller[]
  targets: Record<TargetName, Target>
  connections: number
}

export interface Scenario {
  name: string
  title: string
  target: TargetName
  /** The expected statuses. Any other counts as an error. */
  expected: number[]
  /** The scenarios that do the same in another way. The report shows the ratios to them. */
  against?: string[]
  /** Whether these ratios compare requests per CPU second of the server, and not per second. */
  comparesCpu?: boolean
  /** The number of connections, when it differs from the option. */
  connections?: number
  /** Creates the data and the requests. Called for the warm-up and again for the measurement. */
  prepare: (bench: Bench) => Promise<Pick<Load, 'sharing' | 'lists'>>
}

export const registerPath = (eventId: number) => `/api/v1/events/${eventId}/register/`

/** The request of a caller to register for one seat. */
export const registration = (eventId: number, { token }: Caller): Sent => ({
  method: 'POST',
  path: registerPath(eventId),
  token,
  body: '{"seats":1}',
})

/** Every connection repeats the same request. */
export const repeated = (sent: Sent): Pick<Load, 'sharing' | 'lists'> => ({
  sharing: 'repeat',
  lists: [[sent]],
})
