import type pg from 'pg'

import type { Target } from '../children.ts'
import type { Load, Sent } from '../load.ts'
import type { Caller } from '../seed.ts'

export type TargetName =
  | 'server'
  | 'uncached'
  | 'lockCountInsert'
  | 'express'
  | 'expressWithKey'
  | 'raw'
  | 'expressFinished'
  | 'rawFinished'

export interface Bench {
  pool: pg.Pool
  /** Each registers once; when there are no more, the measurement is over. */
  callers: Caller[]
  targets: Record<TargetName, Target>
  connections: number
}

export interface Scenario {
  name: string
  title: string
  target: TargetName
  /** The statuses that are right answers; any other counts as an error. */
  expected: number[]
  /** The scenarios that do the same in another way: the ratios to them are told. */
  against?: string[]
  /** How many ask at once, when it is not as many as everywhere. */
  connections?: number
  /** Makes what is asked for, anew for the warm-up and for the measurement. */
  prepare: (bench: Bench) => Promise<Pick<Load, 'sharing' | 'lists'>>
}

export const registerPath = (eventId: number) => `/api/v1/events/${eventId}/register/`

/** The request of a caller who wants one place. */
export const registration = (eventId: number, { token }: Caller): Sent => ({
  method: 'POST',
  path: registerPath(eventId),
  token,
  body: '{"seats":1}',
})

/** The same request from every connection, again and again. */
export const always = (sent: Sent): Pick<Load, 'sharing' | 'lists'> => ({
  sharing: 'turns',
  lists: [[sent]],
})
