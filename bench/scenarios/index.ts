import { express, expressWithKey, raw } from './bare.ts'
import { churn } from './churn.ts'
import { fullEvent } from './fullEvent.ts'
import { hotEvent, hotEventKeyed, lockCountInsert } from './hotEvent.ts'
import { login } from './login.ts'
import { manyEvents } from './manyEvents.ts'
import { payloadCreate, payloadList } from './payload.ts'
import { detail, list } from './reading.ts'
import type { Scenario } from './scenario.ts'

/** In the order in which they run: the baseline first, what is measured against it soon after. */
export const scenarios: Scenario[] = [
  raw,
  expressWithKey,
  express,
  hotEvent,
  manyEvents,
  fullEvent,
  lockCountInsert,
  hotEventKeyed,
  churn,
  payloadCreate,
  list,
  payloadList,
  detail,
  login,
]
