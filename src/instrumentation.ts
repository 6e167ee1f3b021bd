import { publish } from './shared/diagnostics'

/**
 * Next calls it with each error of a page or a server function. In production Next itself writes nothing
 * into a log: `src/http/panel.ts` does.
 */
export const onRequestError = (error: unknown): void => publish('renderFailed', { error })
