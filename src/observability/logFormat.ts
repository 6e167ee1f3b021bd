import { type Env, readLogFormat } from '../runtime/env/env.ts'
import { writeOnlyJson } from './jsonOutput.ts'

/** Whether lines are JSON: as `LOG_FORMAT` says, else in production without a terminal. */
export const logsJson = ({
  LOG_FORMAT,
  NODE_ENV,
}: Pick<Env, 'LOG_FORMAT' | 'NODE_ENV'>): boolean =>
  LOG_FORMAT ? LOG_FORMAT === 'json' : NODE_ENV === 'production' && !process.stdout.isTTY

/** Makes all output of this process JSON, if the log is. Call it before anything is printed. */
export function formatOutput(): void {
  if (logsJson(readLogFormat())) writeOnlyJson()
}
