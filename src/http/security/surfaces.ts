/** What a request asks for, as far as its headers differ. */
export type Surface =
  'api' | 'file' | 'reference' | 'confirmation' | 'unsubscribing' | 'panel' | 'playground'

const playground = '/api/graphql-playground'

function surfaceOfApi(url: string): Surface {
  if (url.startsWith('/api/media/file/')) return 'file'
  if (url.startsWith('/api/docs')) return 'reference'
  return url.startsWith(playground) ? 'playground' : 'api'
}

/** What serves a request, read off the beginning of its URL; who misspells it gets less, not more. */
export function surfaceOf(url: string): Surface {
  if (url.startsWith('/api')) return surfaceOfApi(url)
  if (url.startsWith('/confirm-email')) return 'confirmation'
  if (url.startsWith('/unsubscribe')) return 'unsubscribing'
  return url.startsWith('/_next/') ? 'api' : 'panel'
}
