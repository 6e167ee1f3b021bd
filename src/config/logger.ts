import type { Config } from 'payload'
import { build } from 'pino-pretty'

import { isClientFault } from '../errors/asRefusal.ts'

type Logger = Extract<NonNullable<Config['logger']>, { options: unknown }>
type LogMethod = NonNullable<NonNullable<Logger['options']['hooks']>['logMethod']>

const errorLevel = 50

/** The error in what is logged: alone, or as `err` beside other facts. */
function errorIn(logged: unknown): Error | undefined {
  const error = (logged as { err?: unknown } | null | undefined)?.err ?? logged
  return typeof error === 'object' && error && 'stack' in error ? (error as Error) : undefined
}

/**
 * Payload logs whatever an endpoint threw as an error with its stack. An error in the log is for
 * somebody to act on, so a client's mistake is one line of information instead.
 */
const demoteClientFaults: LogMethod = function (args, method, level) {
  const error = errorIn(args[0])
  if (level >= errorLevel && error && isClientFault(error)) {
    this.info(error.message)
  } else {
    method.apply(this, args)
  }
}

export const logger: Logger = {
  options: { hooks: { logMethod: demoteClientFaults } },
  destination: build({
    colorize: process.stdout.isTTY,
    ignore: 'pid,hostname,name',
    translateTime: 'SYS:HH:MM:ss',
  }),
}
