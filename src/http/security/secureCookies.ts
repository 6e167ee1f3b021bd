/**
 * The response to a request over TLS, with `Secure` on its cookies. Payload sets it only when
 * `PUBLIC_URL` has `https`, but a trusted proxy may be the one that knows of TLS.
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
