import type { Surface } from './surfaces.ts'

/** A Content Security Policy (CSP Level 3): the sources of each directive. */
export type Policy = Record<string, string[]>

const none = ["'none'"]
const self = ["'self'"]
const inline = ["'unsafe-inline'"]

/** For data: nothing in it runs when somebody opens it in a browser. */
const data: Policy = { 'default-src': none, 'frame-ancestors': none }

const page: Policy = { ...data, 'base-uri': none, 'form-action': self }

/** The placeholder for the nonce of a request in the panel's policy. */
export const nonceMark = 'NONCE'

/**
 * A script runs in the panel when it has the nonce of the response, or when such a script has loaded it.
 * Styles need no nonce: the editor and the list views set them on elements.
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

/** In development Next compiles with `eval`, and sends changes over a web socket. */
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

/** The public pages. */
const site: Policy = {
  ...page,
  'script-src': self,
  'style-src': self,
  'img-src': [...self, 'data:'],
  'connect-src': self,
}

/** Lets pages show pictures from another server too. */
const withPicturesFrom = (policy: Policy, origin: string | undefined): Policy =>
  origin === undefined ? policy : { ...policy, 'img-src': [...policy['img-src']!, origin] }

interface PolicyOptions {
  development: boolean
  /** The origin of the pictures, when it is not this server. */
  pictures: string | undefined
}

/** What each surface may load and run; undefined for one that would not work with a policy. */
export const policies = ({
  development,
  pictures,
}: PolicyOptions): Record<Surface, Policy | undefined> => ({
  api: data,
  file: { ...data, sandbox: [] },
  reference,
  confirmation,
  unsubscribing: { ...page, 'style-src': inline },
  site: withPicturesFrom(site, pictures),
  // Any site may show these pages in a frame. They have no forms and no session.
  embedded: {
    ...withPicturesFrom(site, pictures),
    'form-action': none,
    'frame-ancestors': ['*'],
  },
  panel: withPicturesFrom(development ? panelInDevelopment : panel, pictures),
  // Payload's playground loads scripts from other servers. It exists in development only.
  playground: development ? undefined : data,
})
