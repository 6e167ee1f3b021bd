/** Has a browser keep a stored file for good, because a name never gets other content. */
export function addFileHeaders({ headers }: { headers: Headers }): Headers {
  headers.set('Cache-Control', 'public, max-age=31536000, immutable')
  return headers
}
