/**
 * The answer to a request that came over TLS, with cookies that never travel in the open: `PUBLIC_URL`
 * need not say that there is TLS when a trusted proxy does.
 */
export function secureCookies(response: Response): Response {
  const cookies = response.headers.getSetCookie()
  if (cookies.length === 0) return response
  response.headers.delete('Set-Cookie')
  for (const cookie of cookies) {
    response.headers.append('Set-Cookie', /; secure/i.test(cookie) ? cookie : `${cookie}; Secure`)
  }
  return response
}
