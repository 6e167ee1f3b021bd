/** The kinds of responses that need different security headers. */
export type Surface =
  'api' | 'file' | 'reference' | 'confirmation' | 'unsubscribing' | 'panel' | 'playground'

const playground = '/api/graphql-playground'

function surfaceOfApi(url: string): Surface {
  if (url.startsWith('/api/media/file/')) return 'file'
  if (url.startsWith('/api/docs')) return 'reference'
  return url.startsWith(playground) ? 'playground' : 'api'
}

/** The surface of a URL, by its beginning. A misspelled URL gets the stricter headers. */
export function surfaceOf(url: string): Surface {
  if (url.startsWith('/api')) return surfaceOfApi(url)
  if (url.startsWith('/confirm-email')) return 'confirmation'
  if (url.startsWith('/unsubscribe')) return 'unsubscribing'
  return url.startsWith('/_next/') ? 'api' : 'panel'
}
