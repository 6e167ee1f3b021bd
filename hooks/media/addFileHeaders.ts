/** Lets browsers cache a stored file for a year, because the content of a name never changes. */
export function addFileHeaders({ headers }: { headers: Headers }): Headers {
  headers.set('Cache-Control', 'public, max-age=31536000, immutable')
  return headers
}
