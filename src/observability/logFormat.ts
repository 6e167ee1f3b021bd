import type { Env } from '../runtime/env/env.ts'

/** Whether lines are JSON: `LOG_FORMAT`, else in production unless somebody looks at a terminal. */
export const logsJson = ({ LOG_FORMAT, NODE_ENV }: Env): boolean =>
  LOG_FORMAT ? LOG_FORMAT === 'json' : NODE_ENV === 'production' && !process.stdout.isTTY
