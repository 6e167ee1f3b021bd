import type { Surface } from './surfaces.ts'

/** The sources of a Content Security Policy, a directive a key (CSP Level 3). */
export type Policy = Record<string, string[]>

const none = ["'none'"]
const self = ["'self'"]
const inline = ["'unsafe-inline'"]

/** Data, not a page: whoever opens it in a browser meets nothing that runs. */
const data: Policy = { 'default-src': none, 'frame-ancestors': none }

const page: Policy = { ...data, 'base-uri': none, 'form-action': self }

/** Where the nonce of a request stands in the panel's policy. */
export const nonceMark = 'NONCE'

/**
 * A script runs in the panel when Next has put this answer's nonce on it, or when such a script has
 * loaded it. Styles are the exception: the editor and the list views set them on elements.
 */
const panel: Policy = {
  ...page,
  'default-src': self,
  'script-src': [`'nonce-${nonceMark}'`, "'strict-dynamic'"],
  'style-src': [...self, ...inline],
  'img-src': [...self, 'data:', 'blob:'],
  'font-src': [...self, 'data:'],
  'object-src': none,
}

/** Next compiles with `eval` while the panel is developed, and tells of changes over a web socket. */
const panelInDevelopment: Policy = {
  ...panel,
  'script-src': [...panel['script-src']!, "'unsafe-eval'"],
  'connect-src': [...self, 'ws:'],
}

const reference: Policy = {
  ...page,
  'script-src': self,
  'style-src': [...self, ...inline],
  'img-src': [...self, 'data:'],
  'connect-src': self,
}

const confirmation: Policy = {
  ...page,
  'script-src': self,
  'style-src': inline,
  'connect-src': self,
}

/** What each surface may load and run; undefined where a policy would leave nothing to see. */
export const policies = (development: boolean): Record<Surface, Policy | undefined> => ({
  api: data,
  file: { ...data, sandbox: [] },
  reference,
  confirmation,
  unsubscribing: { ...page, 'style-src': inline },
  panel: development ? panelInDevelopment : panel,
  // Payload's page loads its parts from elsewhere; it is there in development alone.
  playground: development ? undefined : data,
})
