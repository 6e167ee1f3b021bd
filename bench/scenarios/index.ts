import { express, raw } from './bare.ts'
import { churn } from './churn.ts'
import { fullEvent } from './fullEvent.ts'
import { hotEvent, hotEventKeyed, lockCountInsert } from './hotEvent.ts'
import { login, loginPbkdf2 } from './login.ts'
import { manyEvents } from './manyEvents.ts'
import { payloadCreate } from './payload.ts'
import { finishedReads, uncachedReads } from './reading.ts'
import type { Scenario } from './scenario.ts'

/** In the order of execution: the baseline first, and soon after it the scenarios that compare to it. */
export const scenarios: Scenario[] = [
  raw,
  express,
  hotEvent,
  manyEvents,
  fullEvent,
  lockCountInsert,
  hotEventKeyed,
  churn,
  payloadCreate,
  ...finishedReads,
  ...uncachedReads,
  loginPbkdf2,
  login,
]
