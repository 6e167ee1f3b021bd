/** The kinds of responses that need different security headers. */
export type Surface =
  | 'api'
  | 'file'
  | 'reference'
  | 'confirmation'
  | 'unsubscribing'
  | 'site'
  | 'embedded'
  | 'panel'
  | 'playground'
