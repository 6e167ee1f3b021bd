import type { Env } from '../runtime/env/env.ts'
import { publish } from '../shared/diagnostics.ts'
import { combineTracers, setTracer } from '../shared/tracing.ts'

/**
 * Starts to report errors and traces to Sentry and OpenTelemetry, if the environment configures them. Only
 * the configured ones are loaded. Call it before the database is opened, or statements are not traced.
 *
 * @returns a function that stops it, and sends the remaining reports for at most two seconds
 */
export async function startReporting(env: Env): Promise<() => Promise<void>> {
  const reporters = await Promise.all([
    env.SENTRY_DSN ? import('./sentry.ts').then(({ startSentry }) => startSentry(env)) : undefined,
    env.OTEL_EXPORTER_OTLP_ENDPOINT
      ? import('./openTelemetry.ts').then(({ startOpenTelemetry }) => startOpenTelemetry(env))
      : undefined,
  ])
  const started = reporters.filter((reporter) => reporter !== undefined)
  // With both, the log has the ids of OpenTelemetry: it is the last one and comes first here.
  setTracer(combineTracers(started.flatMap(({ tracer }) => tracer ?? []).reverse()))
  const close = async () => {
    setTracer(undefined)
    await Promise.all(started.map((reporter) => reporter.close()))
  }
  if (started.length === 0) return close
  /** Does what Node does after an uncaught error, and reports it before that. */
  const exitAfterReport = (error: unknown) => {
    console.error(error)
    publish('error', { error, message: 'The process exits because of this error' })
    void close().finally(() => process.exit(1))
  }
  process.on('uncaughtException', exitAfterReport)
  return () => {
    process.off('uncaughtException', exitAfterReport)
    return close()
  }
}
