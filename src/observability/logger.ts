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

/** The error in the arguments of a log call: the first argument, or its property `err`. */
function errorIn(logged: unknown): Error | undefined {
  const error = (logged as { err?: unknown } | null | undefined)?.err ?? logged
  return typeof error === 'object' && error && 'stack' in error ? (error as Error) : undefined
}

/**
 * Payload logs every error of an endpoint with its stack at level "error". An operator must act on errors,
 * so a client's mistake becomes one line at level "info". Other errors are published to error reports.
 */
const demoteClientFaults: LogMethod = function (args, method, level) {
  const error = errorIn(args[0])
  // A job has no client.
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

/** The fields that name the request or job of a line. */
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

/** Bytes of lines that wait for a slow reader; beyond that, lines are dropped. */
const maxWaitingBytes = 16 * 1024 * 1024

/** The longest time that a line waits for others. */
const flushMs = 100

/** Characters of lines that are written together: a write takes a thread of Node's pool. */
const blockLength = 64 * 1024

/**
 * Writes asynchronously, so that a slow reader delays no request. Waiting lines are written when the
 * process exits, unless it is killed. The first line that waits starts the timer: with the library's own
 * `periodicFlush`, a process that logs nothing would write nothing ten times a second. The lines are
 * collected here, because the library measures everything that it has collected again for each line.
 */
function jsonLines() {
  const destination = pino.destination({
    fd: 1,
    sync: false,
    // More than the bytes of one block: it writes when it is told to.
    minLength: 4 * blockLength,
    maxWrite: 8 * blockLength,
    maxLength: maxWaitingBytes,
  })
  const write = destination.write.bind(destination)
  let lines = ''
  let timer: NodeJS.Timeout | undefined
  const handOver = () => {
    clearTimeout(timer)
    timer = undefined
    write(lines)
    lines = ''
  }
  const flush = () => {
    handOver()
    destination.flush()
  }
  destination.write = (line) => {
    lines += line
    if (lines.length >= blockLength) flush()
    else timer ??= setTimeout(flush, flushMs).unref()
    return true
  }
  // A flush during another write does nothing, so blocks can be left after that write.
  destination.on('drain', () => {
    const { _len: waitingBytes } = destination as unknown as { _len: number }
    if (waitingBytes > 0) destination.flush()
  })
  process.on('exit', () => {
    handOver()
    destination.flushSync()
  })
  return destination
}

const prettyLines = () => build({ ...prettyOptions, colorize: process.stdout.isTTY })

interface Shared {
  destination: ReturnType<typeof jsonLines> | ReturnType<typeof prettyLines>
}

/** A property of the process: Next's bundle has a copy of this module, and two writers would mix lines. */
const key = Symbol.for('robo-events.log')
const { destination } = ((globalThis as unknown as Record<symbol, Shared | undefined>)[key] ??= {
  destination: logsJson(readEnv()) ? jsonLines() : prettyLines(),
})

/** Payload's logger. */
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

/** Writes a finished line of JSON, with its line break. Secrets in it are not redacted. */
export const writeLine = (line: string): void => void destination.write(line)
