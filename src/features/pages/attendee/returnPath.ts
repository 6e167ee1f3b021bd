/** Characters of a path to return to. */
const maxLength = 500

/** A base that no path can leave without another origin. */
const base = 'http://page.invalid'

/** The pages to which a sign-in leads back. */
const returnable = /^\/(events|my)(\/|$)/

/**
 * The page of this server to which somebody returns after a sign-in. Any other address is ignored: a link to
 * the sign-in must not lead to another site (open redirect).
 */
export function returnPath(wanted: string): string | undefined {
  if (!wanted.startsWith('/') || wanted.length > maxLength || !URL.canParse(wanted, base))
    return undefined
  const { origin, pathname, search } = new URL(wanted, base)
  return origin === base && returnable.test(pathname) ? `${pathname}${search}` : undefined
}
