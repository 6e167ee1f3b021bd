import type { Env } from '../runtime/env/env.ts'

/** Whether lines are JSON: as `LOG_FORMAT` says, else in production without a terminal. */
export const logsJson = ({ LOG_FORMAT, NODE_ENV }: Env): boolean =>
  LOG_FORMAT ? LOG_FORMAT === 'json' : NODE_ENV === 'production' && !process.stdout.isTTY
