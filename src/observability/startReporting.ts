import type { Env } from '../runtime/env/env.ts'
import { publish } from '../shared/diagnostics.ts'
import { combineTracers, setTracer } from '../shared/tracing.ts'

/**
 * Begins to report errors and traces to whom the environment names; to be called before a database is
 * opened, or its statements are not traced. What is not asked for is not even loaded.
 *
 * @returns what ends it, and sends what is on its way within a bound
 */
export async function startReporting(env: Env): Promise<() => Promise<void>> {
  const reporters = await Promise.all([
    env.SENTRY_DSN ? import('./sentry.ts').then(({ startSentry }) => startSentry(env)) : undefined,
    env.OTEL_EXPORTER_OTLP_ENDPOINT
      ? import('./openTelemetry.ts').then(({ startOpenTelemetry }) => startOpenTelemetry(env))
      : undefined,
  ])
  const begun = reporters.filter((reporter) => reporter !== undefined)
  // Where both trace, ids in the log are those of OpenTelemetry: the last one is asked first.
  setTracer(combineTracers(begun.flatMap(({ tracer }) => tracer ?? []).reverse()))
  const close = async () => {
    setTracer(undefined)
    await Promise.all(begun.map((reporter) => reporter.close()))
  }
  if (begun.length === 0) return close
  /** As Node does with it, and reported before that. */
  const die = (error: unknown) => {
    console.error(error)
    publish('error', { error, message: 'The process ends over it' })
    void close().finally(() => process.exit(1))
  }
  process.on('uncaughtException', die)
  return () => {
    process.off('uncaughtException', die)
    return close()
  }
}
