import type { Config } from 'payload'
import pino from 'pino'
import { build } from 'pino-pretty'

import { isClientFault } from '../shared/errors/toRefusal.ts'
import { getJobContext } from '../shared/jobContext.ts'
import { serializeError } from './serializeError.ts'
import { publish } from '../shared/diagnostics.ts'
import { redact } from './redact.ts'
import { getRequestContext } from '../shared/requestContext.ts'
import { readEnv } from '../runtime/env/env.ts'
import { logsJson } from './logFormat.ts'
import { prettyOptions } from './prettyLines.ts'

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
 * somebody to act on, so a client's mistake is one line of information instead. What stays one is
 * told to whoever reports errors elsewhere.
 */
const demoteClientFaults: LogMethod = function (args, method, level) {
  const error = errorIn(args[0])
  // Of a job there is no client.
  if (level >= errorLevel && error && !getJobContext() && isClientFault(error)) {
    this.info(error.message)
    return
  }
  if (level >= errorLevel && error) {
    const message = (args[0] as { msg?: string }).msg
    publish('error', { error, message, context: getRequestContext(), jobContext: getJobContext() })
  }
  method.apply(this, args)
}

/** Which request or job a line belongs to. */
function contextFields(): object {
  const context = getRequestContext()
  if (context) {
    return { requestId: context.id, userId: context.userId, traceId: context.span?.traceId }
  }
  const jobContext = getJobContext()
  return jobContext
    ? {
        jobId: jobContext.jobId,
        task: jobContext.task,
        attempt: jobContext.attempt,
        traceId: jobContext.span?.traceId,
      }
    : {}
}

/** Bytes of lines that wait for a reader that is stuck, before lines are dropped. */
const mostWaiting = 16 * 1024 * 1024

/**
 * Not waited for: a reader that is slow holds up no request. What waits is written when the process
 * ends, however it does, short of being killed.
 */
function jsonLines() {
  const destination = pino.destination({
    fd: 1,
    sync: false,
    minLength: 8 * 1024,
    periodicFlush: 100,
    maxLength: mostWaiting,
  })
  process.on('exit', () => destination.flushSync())
  return destination
}

const prettyLines = () => build({ ...prettyOptions, colorize: process.stdout.isTTY })

interface Shared {
  destination: ReturnType<typeof jsonLines> | ReturnType<typeof prettyLines>
}

/** On the process, because Next's bundle has a copy of this module: two would cut each other's lines. */
const key = Symbol.for('robo-events.log')
const { destination } = ((globalThis as unknown as Record<symbol, Shared | undefined>)[key] ??= {
  destination: logsJson(readEnv()) ? jsonLines() : prettyLines(),
})

/** How Payload logs. */
export const logger: Logger = {
  options: {
    level: readEnv().LOG_LEVEL,
    base: { pid: process.pid },
    mixin: contextFields,
    serializers: { err: (error: unknown) => serializeError(error) },
    hooks: { logMethod: demoteClientFaults, streamWrite: redact },
  },
  destination,
}

/** Writes a line of JSON that somebody else has made, with its end; it is not looked through. */
export const writeLine = (line: string): void => void destination.write(line)
