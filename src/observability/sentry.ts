import type * as SentryModule from '@sentry/node'
import type { ErrorEvent, Event } from '@sentry/node'

import type { Env } from '../runtime/env/env.ts'
import { redact } from './redact.ts'
import type { Tracer } from '../shared/tracing.ts'
import { version } from '../shared/version.ts'
import { reportToSentry } from './sentryErrors.ts'
import { sentryTracer } from './sentryTraces.ts'

type Sentry = typeof SentryModule

/** Milliseconds that a stopping process takes to send its reports. */
const timeoutMs = 2000

const emails = /(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g

/** An event without secrets and, unless `SENTRY_SEND_PII` is on, without email addresses. */
const withoutSecrets = <Sent extends Event>(event: Sent, sendPii: boolean): Sent => {
  // The SDK does not send this field, and it has cycles.
  // The release is ours, and its form is that of an address: name@1.2.3.
  const { sdkProcessingMetadata, release, ...sent } = event
  const text = redact(JSON.stringify(sent))
  const clean = JSON.parse(sendPii ? text : text.replace(emails, '[email]')) as Sent
  return { ...clean, release, sdkProcessingMetadata }
}

/** Without integrations that patch other packages: the platform itself passes errors to Sentry. */
function init(sentry: Sentry, env: Env) {
  const sendPii = env.SENTRY_SEND_PII
  sentry.initWithoutDefaultIntegrations({
    dsn: env.SENTRY_DSN,
    release: `robo-events-platform@${version}`,
    environment: env.NODE_ENV,
    includeServerName: sendPii,
    enableOpenTelemetrySetup: false,
    enableRuntimeChannelInjection: false,
    // Breadcrumbs would mix all requests. The log has them, with the id of the request.
    maxBreadcrumbs: 0,
    tracesSampleRate: env.SENTRY_TRACES_SAMPLE_RATE || undefined,
    traceLifecycle: 'static',
    integrations: [
      sentry.linkedErrorsIntegration(),
      sentry.dedupeIntegration(),
      sentry.contextLinesIntegration(),
      sentry.nodeContextIntegration(),
    ],
    beforeSend: (event: ErrorEvent) => withoutSecrets(event, sendPii),
    beforeSendTransaction: (event) => withoutSecrets(event, sendPii),
  })
}

export interface Reporting {
  tracer?: Tracer
  /** Sends the remaining reports, for at most two seconds. */
  close(): Promise<unknown>
}

/** Reports errors, failed requests and failed jobs to `SENTRY_DSN`. */
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
