/** Schemes that run what stands in the link, or show it as a page of its own. */
const dangerous = new Set(['javascript:', 'data:', 'vbscript:', 'file:', 'blob:', 'about:'])

/** The link as a URL, if it leads to a web page; what an organiser gave leads nowhere else. */
export function webLink(link: string | undefined): string | undefined {
  if (link === undefined || !URL.canParse(link)) return undefined
  const { protocol, href } = new URL(link)
  return protocol === 'https:' || protocol === 'http:' ? href : undefined
}

/**
 * A link that the platform gives, which may have an app's own scheme.
 *
 * @throws {TypeError} when it is no URL, or one that no mail may have: without it the email is useless
 */
export function platformLink(link: string): string {
  const { protocol, href } = new URL(link)
  if (dangerous.has(protocol)) throw new TypeError(`A mail cannot link to ${protocol}`)
  return href
}
