/** Schemes whose links run code or show their own content as a page. */
const dangerous = new Set(['javascript:', 'data:', 'vbscript:', 'file:', 'blob:', 'about:'])

/** The link as a URL, or undefined when it is not http or https. For links that organisers typed. */
export function webLink(link: string | undefined): string | undefined {
  if (link === undefined || !URL.canParse(link)) return undefined
  const { protocol, href } = new URL(link)
  return protocol === 'https:' || protocol === 'http:' ? href : undefined
}

/**
 * Checks a link of the platform itself. It may have the scheme of an app.
 *
 * @throws {TypeError} when it is not a URL or has a dangerous scheme: the email is useless without it
 */
export function platformLink(link: string): string {
  const { protocol, href } = new URL(link)
  if (dangerous.has(protocol)) throw new TypeError(`An email cannot link to ${protocol}`)
  return href
}
