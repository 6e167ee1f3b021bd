/**
 * What a browser is told about every stored file: to believe its type, to run nothing in it, and to
 * keep it, because a name never gets other content.
 */
export function addFileHeaders({ headers }: { headers: Headers }): Headers {
  headers.set('X-Content-Type-Options', 'nosniff')
  headers.set('Content-Security-Policy', "default-src 'none'; sandbox")
  headers.set('Cache-Control', 'public, max-age=31536000, immutable')
  return headers
}
