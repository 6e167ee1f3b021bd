import type * as SentryModule from '@sentry/node'
import type { ErrorEvent, Event } from '@sentry/node'

import type { Env } from '../runtime/env/env.ts'
import { redact } from './redact.ts'
import type { Tracer } from '../shared/tracing.ts'
import { version } from '../shared/version.ts'
import { reportToSentry } from './sentryErrors.ts'
import { sentryTracer } from './sentryTraces.ts'

type Sentry = typeof SentryModule

/** Milliseconds that a stopping process waits for reports to be on their way. */
const timeoutMs = 2000

const emails = /[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/gi

/** An event without secrets, and unless it is asked for without addresses of people. */
const cleaned = <Sent extends Event>(event: Sent, sendPii: boolean): Sent => {
  // What the SDK keeps with it for itself is not sent, and no tree.
  const { sdkProcessingMetadata, ...sent } = event
  const text = redact(JSON.stringify(sent))
  const clean = JSON.parse(sendPii ? text : text.replace(emails, '[email]')) as Sent
  return { ...clean, sdkProcessingMetadata }
}

/** Nothing that patches other packages: what is reported is handed over by the platform itself. */
function init(sentry: Sentry, env: Env) {
  const sendPii = env.SENTRY_SEND_PII
  sentry.initWithoutDefaultIntegrations({
    dsn: env.SENTRY_DSN,
    release: `robo-events-platform@${version}`,
    environment: env.NODE_ENV,
    includeServerName: sendPii,
    enableOpenTelemetrySetup: false,
    enableRuntimeChannelInjection: false,
    // Crumbs would be of all requests together: they are in the log, under the request's id.
    maxBreadcrumbs: 0,
    tracesSampleRate: env.SENTRY_TRACES_SAMPLE_RATE || undefined,
    traceLifecycle: 'static',
    integrations: [
      sentry.linkedErrorsIntegration(),
      sentry.dedupeIntegration(),
      sentry.contextLinesIntegration(),
      sentry.nodeContextIntegration(),
    ],
    beforeSend: (event: ErrorEvent) => cleaned(event, sendPii),
    beforeSendTransaction: (event) => cleaned(event, sendPii),
  })
}

export interface Reporting {
  tracer?: Tracer
  /** Sends what is on its way, within a bound. */
  close(): Promise<unknown>
}

/** Reports errors, requests that failed and jobs that were given up to `SENTRY_DSN`. */
export async function startSentry(env: Env): Promise<Reporting> {
  const sentry = await import('@sentry/node')
  const sendPii = env.SENTRY_SEND_PII
  init(sentry, env)
  const end = reportToSentry(sentry, sendPii)
  return {
    tracer: env.SENTRY_TRACES_SAMPLE_RATE > 0 ? sentryTracer(sentry, sendPii) : undefined,
    close: () => {
      end()
      return sentry.close(timeoutMs)
    },
  }
}
