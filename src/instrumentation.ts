/**
 * Next calls it with each error of a page or a server function. In production Next itself writes nothing
 * into a log: `src/http/panel.ts` does. Next also compiles this file for its other runtime, which has no
 * modules of Node.
 */
export async function onRequestError(error: unknown): Promise<void> {
  // eslint-disable-next-line no-restricted-properties -- Next's compiler replaces it, no setting of the platform
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { publish } = await import('./shared/diagnostics')
  publish('renderFailed', { error })
}
